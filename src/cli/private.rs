//! Private keys, which go into a file and nowhere else.

use std::path::Path;

use crate::credential::Credential;
use crate::error::Error;
use crate::finding::Finding;
use crate::origin::Origin;
use crate::sources::replace::{Unwritten, create};

use super::outcome::Fault;

/// Writes a private key to a new file that only its owner can read. What is there already stays: it may be the only copy of a key.
pub(super) fn keep(path: &Path, key: &Credential) -> Result<(), Fault> {
    create(path, key.expose().as_bytes()).map_err(|why| {
        let (words, remedy) = match why {
            Unwritten::Taken => (format!("{why}, and may be the only copy of a key"), "name a new file"),
            why => (why.to_string(), "name a file in a directory that is there"),
        };
        let finding = Finding::new(words).with_origin(Origin::whole_file(path));
        Fault::Failed(Error::of(finding.with_remedy(remedy)))
    })
}
