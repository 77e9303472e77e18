//! Whose turn it is to change a file: of two programs that do so at one time, the later one would undo what the earlier one wrote.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::finding::Finding;
use crate::origin::Origin;

use super::replace::{OWNER, Unwritten, new_file};

/// How often a program that waits looks again, and for how long: a change takes some milliseconds.
const PAUSE: Duration = Duration::from_millis(10);
const TIMES: u32 = 300;

/// The turn of one program: a file `.NAME.turn` beside the one that it changes, for as long as this lives.
pub(crate) struct Turn(PathBuf);

impl Turn {
    /// Waits for the turn, some seconds at most.
    pub(crate) fn take(path: &Path) -> Result<Self, Finding> {
        let about = |words: String| Finding::new(words).with_origin(Origin::whole_file(path));
        let mut name = OsString::from(".");
        name.push(path.file_name().ok_or_else(|| about(Unwritten::NotAFile.to_string()))?);
        name.push(".turn");
        let taken = path.with_file_name(name);
        for _ in 0..TIMES {
            match new_file(&taken, OWNER).map_err(Unwritten::from) {
                Ok(_) => return Ok(Self(taken)),
                Err(Unwritten::Taken) => std::thread::sleep(PAUSE),
                Err(why) => return Err(about(why.to_string())),
            }
        }
        let remedy = "try again; if no other program is at work, one has died: remove the file .NAME.turn beside it";
        Err(about("is being changed by another program".to_owned()).with_remedy(remedy))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // there is nobody to tell
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::scratch::Scratch;

    #[test]
    fn a_turn_ends_when_it_is_dropped_and_a_dead_program_is_told() {
        let scratch = Scratch::new();
        let path = scratch.path("parity.lock");
        drop(Turn::take(&path).unwrap());
        assert!(scratch.names().is_empty());
        let held = Turn::take(&path).unwrap();
        assert_eq!(scratch.names(), [".parity.lock.turn"]);
        let refused = Turn::take(&path).err().unwrap().to_string();
        assert!(refused.contains("is being changed by another program; try again"), "{refused}");
        drop(held);
        assert!(Turn::take(&path).is_ok());
        let none = Turn::take(&scratch.path("none/parity.lock")).err().unwrap();
        assert_eq!(none.message(), "cannot be written: its directory is not there");
    }
}
