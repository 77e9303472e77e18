//! The file in a directory of secrets that names the environment whose secrets they are.

use std::path::Path;

use super::preset::SecretFiles;
use super::read::Refused;
use super::roots::Roots;
use crate::environment::Environment;
use crate::stack::line;

/// The file's name.
pub(crate) const MARKER: &str = ".milieu-environment";

/// What a marker says of the selected environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marked {
    /// There is none, or it agrees.
    Nothing,
    /// It names another one, or none at all.
    Otherwise,
    /// It is there and cannot be trusted or read.
    Unreadable,
}

/// Looks at the marker of a directory.
pub(crate) fn marker(roots: &Roots<'_>, root: &SecretFiles, environment: Environment) -> Marked {
    match roots.read_in(root.directory(), Path::new(MARKER), root.preset()) {
        Err(Refused::Missing) => Marked::Nothing,
        Ok(contents) if contents.unfit.is_empty() && names(&contents.bytes, environment) => Marked::Nothing,
        Ok(contents) if contents.unfit.is_empty() => Marked::Otherwise,
        Ok(_) | Err(_) => Marked::Unreadable,
    }
}

/// Whether the content of a witness names an environment, letter for letter.
pub(crate) fn names(content: &[u8], environment: Environment) -> bool {
    line(content) == environment.name().as_bytes()
}
