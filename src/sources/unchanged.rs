//! Changing a file of our own: only if it still says what it said when it was read.

use std::path::Path;

use crate::finding::Finding;
use crate::origin::Origin;

use super::files::{Files, Unreadable};
use super::replace::replace;
use super::turn::Turn;

/// Writes a file anew, if it says what was read from it before: nothing, where neither was there. One that says it already is left
/// alone.
///
/// Of two programs that have read the same, one writes, and the other is told that the file has changed.
pub(crate) fn replace_unchanged(path: &Path, before: Option<&str>, text: &str) -> Result<(), Finding> {
    if unchanged(path, before)?.as_deref() == Some(text) {
        return Ok(());
    }
    let _turn = Turn::take(path)?;
    unchanged(path, before)?;
    replace(path, text.as_bytes()).map_err(|why| about(path, why.to_string()))
}

/// What a file says, if that is what was read from it.
fn unchanged(path: &Path, before: Option<&str>) -> Result<Option<String>, Finding> {
    let there = match Files::Disk.read(path, false) {
        Ok((text, _)) => Some(text),
        Err(Unreadable::Missing) => None,
        Err(why) => return Err(about(path, why.to_string())),
    };
    if there.is_some() && there.as_deref() != before {
        let words = "is another file than the one that was read: it is there already, or it has changed";
        return Err(about(path, words.to_owned()).with_remedy("read it, and make the change again"));
    }
    Ok(there)
}

fn about(path: &Path, words: String) -> Finding {
    Finding::new(words).with_origin(Origin::whole_file(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::scratch::Scratch;

    #[test]
    fn of_two_programs_that_have_read_the_same_one_writes_and_the_other_is_told() {
        let scratch = Scratch::new();
        for _ in 0..50 {
            let path = scratch.write("a.lock", "old");
            let write = |text: &'static str| {
                let path = path.clone();
                std::thread::spawn(move || replace_unchanged(&path, Some("old"), text).is_ok())
            };
            let both = [write("one"), write("other")].map(|thread| thread.join().unwrap());
            assert_eq!(both.iter().filter(|written| **written).count(), 1, "{both:?}");
        }
        assert_eq!(scratch.names(), ["a.lock"]);
    }
}
