//! Private keys, which go into a file and nowhere else.

use std::path::Path;

use crate::credential::Credential;
use crate::error::Error;
use crate::finding::Finding;
use crate::origin::Origin;
use crate::sources::files::Files;
use crate::sources::replace::replace;

use super::outcome::Fault;

/// Refuses a place where something is already: it may be the only copy of a key.
pub(super) fn is_free(path: &Path) -> Result<(), Fault> {
    if Files::Disk.exists(path) {
        return Err(refuse(path, "is there already, and may be the only copy of a key", "name a new file"));
    }
    Ok(())
}

/// Writes a private key to a new file that only its owner can read.
pub(super) fn keep(path: &Path, key: &Credential) -> Result<(), Fault> {
    is_free(path)?;
    replace(path, key.expose().as_bytes())
        .map_err(|why| refuse(path, &why.to_string(), "name a file in a directory that is there"))
}

fn refuse(path: &Path, words: &str, remedy: &'static str) -> Fault {
    let finding = Finding::new(words.to_owned()).with_origin(Origin::whole_file(path));
    Fault::Failed(Error::of(finding.with_remedy(remedy)))
}
