//! Whether a file of our own still says what it said when it was read, before it is replaced.

use std::path::Path;

use crate::finding::Finding;
use crate::origin::Origin;

use super::files::{Files, Unreadable};

/// Returns what a file says, if that is what was read from it: nothing, where neither was there.
pub(crate) fn unchanged(path: &Path, before: Option<&str>) -> Result<Option<String>, Finding> {
    let about = |words: String| Finding::new(words).with_origin(Origin::whole_file(path));
    let there = match Files::Disk.read(path, false) {
        Ok((text, _)) => Some(text),
        Err(Unreadable::Missing) => None,
        Err(why) => return Err(about(why.to_string())),
    };
    if there.is_some() && there.as_deref() != before {
        let words = "is another file than the one that was read: it is there already, or it has changed";
        return Err(about(words.to_owned()).with_remedy("read it, and make the change again"));
    }
    Ok(there)
}
