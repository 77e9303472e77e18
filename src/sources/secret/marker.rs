//! The file in a directory of secrets that names the environment whose secrets they are.

use std::path::{Path, PathBuf};

use super::preset::SecretFiles;
use super::read::{Contents, Refused};
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
    says(roots.read_in(root.directory(), Path::new(MARKER), root.preset()), environment)
}

/// Looks at the markers beside files that variables name, in directories that no layer is read from.
#[inline]
pub(crate) fn markers_beside(roots: &Roots<'_>, environment: Environment) -> Vec<(PathBuf, Marked)> {
    let paths = roots.named_directories().into_iter().map(|directory| directory.join(MARKER));
    let looked = paths.map(|path| (roots.read_path(&path), path));
    looked.map(|(read, path)| (path, says(read, environment))).collect()
}

/// What was read says; it is no secret, so it matters who can change it and not who can read it.
fn says(read: Result<Contents, Refused>, environment: Environment) -> Marked {
    match read {
        Err(Refused::Missing) => Marked::Nothing,
        Err(_) => Marked::Unreadable,
        Ok(contents) if contents.unfit.iter().any(|unfit| unfit.lets_others_change()) => Marked::Unreadable,
        Ok(contents) if names(&contents.bytes, environment) => Marked::Nothing,
        Ok(_) => Marked::Otherwise,
    }
}

/// Whether the content of a witness names an environment, letter for letter.
pub(crate) fn names(content: &[u8], environment: Environment) -> bool {
    line(content) == environment.name().as_bytes()
}

#[cfg(all(test, any(feature = "ledger", feature = "sealed")))]
mod tests {
    use std::time::SystemTime;

    use super::{MARKER, Marked, Roots, SecretFiles, marker};
    use crate::environment::Environment;
    use crate::levels::Phase;
    use crate::rules::Rules;
    use crate::sources::files::Files;
    use crate::sources::scratch::Scratch;

    fn look(scratch: &Scratch, environment: Environment) -> Marked {
        let root = SecretFiles::strict(scratch.path(""));
        let rules = Rules::new(environment.tier(), Phase::Start, SystemTime::UNIX_EPOCH, Vec::new());
        marker(&Roots::new(&Files::Disk, &[], None, environment.tier(), &rules), &root, environment)
    }

    #[test]
    fn a_marker_that_everybody_may_read_says_what_it_says() {
        let scratch = Scratch::new();
        assert_eq!(look(&scratch, Environment::STAGING), Marked::Nothing);
        scratch.write(MARKER, "staging\n");
        for (environment, said) in
            [(Environment::STAGING, Marked::Nothing), (Environment::PRODUCTION, Marked::Otherwise)]
        {
            assert_eq!(look(&scratch, environment), said);
        }
    }

    #[cfg(all(unix, feature = "secret-files"))]
    #[test]
    fn a_marker_that_others_can_change_says_nothing_that_counts() {
        use std::os::unix::fs::PermissionsExt as _;

        for (mode, said) in [(0o600, Marked::Nothing), (0o444, Marked::Nothing), (0o664, Marked::Unreadable)] {
            let scratch = Scratch::new();
            let path = scratch.write(MARKER, "staging");
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(look(&scratch, Environment::STAGING), said, "{mode:o}");
        }
    }
}
