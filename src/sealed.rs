//! Sealed files: credentials that are committed beside the code, and open in one environment only.
//!
//! `config/{environment}.sealed.toml` holds each credential encrypted on its own, bound to its environment and its key, so that
//! what is copied to another environment, or moved to another key, does not open. The public key stands in the file: whoever
//! has the file can add and replace a credential, and cannot read one. The private key is kept where the environment keeps its
//! other secrets.
//!
//! | done by | needs |
//! |---|---|
//! | [`create`], [`add`], [`remove`] | the file |
//! | a load | the private key of the environment |
//!
//! The cipher is HPKE (RFC 9180, base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305). What it does not do: hide which keys there
//! are, tell who sealed a credential, or notice that one credential was sealed afresh for two environments, which is
//! what the ledger is for. A file gives away the length of a credential only to the next 64 bytes. Programs that change one file
//! at the same time wait for each other.

use std::path::Path;
use std::sync::Arc;

use crate::environment::is_name;
use crate::error::Error;
use crate::finding::Finding;
use crate::key::Key;
use crate::origin::Origin;
use crate::sources::files::Files;
use crate::sources::replace;
use crate::sources::sealed::{empty, with, without};
use crate::sources::turn::Turn;

pub use crate::sources::sealed::{KeyPair, PrivateKey, PublicKey};

/// Makes a sealed file without credentials.
///
/// # Errors
///
/// Fails if a file is there already, if the name is none that an environment can have, or if the file cannot be written.
///
/// ```
/// # let directory = std::env::temp_dir().join(format!("milieu-doc-create-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// let path = directory.join("staging.sealed.toml");
/// let pair = milieu::sealed::KeyPair::generate()?;
/// milieu::sealed::create(&path, "staging", &pair.public())?;
/// assert!(std::fs::read_to_string(&path)?.contains(&pair.public().to_string()));
/// assert!(milieu::sealed::create(&path, "staging", &pair.public()).is_err());
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn create(path: impl AsRef<Path>, environment: &str, recipient: &PublicKey) -> Result<(), Error> {
    let path = path.as_ref();
    if !is_name(environment) {
        let finding = Finding::new("expected the name of an environment: a-z, 0-9 and -, a letter first");
        return Err(Error::of(finding.with_origin(Origin::whole_file(path))));
    }
    let _turn = Turn::take(path).map_err(|why| refused(environment, vec![why]))?;
    if Files::Disk.exists(path) {
        let finding = Finding::new("is there already").with_origin(Origin::whole_file(path));
        return Err(refused(environment, vec![finding.with_remedy("add credentials to it, or remove it first")]));
    }
    write(path, environment, &empty(environment, recipient))
}

/// Seals a credential into the file, or puts it in the place of the one that the key has.
///
/// All other lines stay as they are, byte for byte. The file is replaced whole: whoever looks finds the old one or the new
/// one.
///
/// # Errors
///
/// Fails, and leaves the file as it was, if anything in the file is wrong, if it belongs to another environment, if the
/// value is empty or longer than 64 KiB, or if the file cannot be written. No error holds the value.
///
/// ```
/// # let directory = std::env::temp_dir().join(format!("milieu-doc-add-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// # let path = directory.join("staging.sealed.toml");
/// use milieu::sealed::{KeyPair, add, create};
///
/// let key = milieu::Key::new("database.password")?;
/// create(&path, "staging", &KeyPair::generate()?.public())?;
/// add(&path, "staging", &key, b"hunter2-CANARY")?;
/// let text = std::fs::read_to_string(&path)?;
/// assert!(text.contains("\"database.password\" = ") && !text.contains("hunter2"));
/// assert!(add(&path, "production", &key, b"hunter2-CANARY").is_err());
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn add(path: impl AsRef<Path>, environment: &str, key: &Key, value: &[u8]) -> Result<(), Error> {
    change(path.as_ref(), environment, |path, text| with(path, text, environment, key, value))
}

/// Takes the credential of a key out of the file.
///
/// What was committed once can still be opened by whoever has the private key: a credential that must not be used any more
/// is replaced where it gives access.
///
/// # Errors
///
/// Fails, and leaves the file as it was, if the key is not in it, if anything in the file is wrong, or if it cannot be
/// written.
///
/// ```
/// # let directory = std::env::temp_dir().join(format!("milieu-doc-remove-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// # let path = directory.join("staging.sealed.toml");
/// use milieu::sealed::{KeyPair, add, create, remove};
///
/// let key = milieu::Key::new("database.password")?;
/// create(&path, "staging", &KeyPair::generate()?.public())?;
/// let before = std::fs::read(&path)?;
/// add(&path, "staging", &key, b"hunter2-CANARY")?;
/// remove(&path, "staging", &key)?;
/// assert_eq!(std::fs::read(&path)?, before);
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn remove(path: impl AsRef<Path>, environment: &str, key: &Key) -> Result<(), Error> {
    change(path.as_ref(), environment, |path, text| without(path, text, environment, key))
}

fn change(
    path: &Path,
    environment: &str,
    change: impl FnOnce(&Arc<Path>, &str) -> Result<String, Vec<Finding>>,
) -> Result<(), Error> {
    let _turn = Turn::take(path).map_err(|why| refused(environment, vec![why]))?;
    let unreadable = |words: String| vec![Finding::new(words).with_origin(Origin::whole_file(path))];
    let (text, _) = Files::Disk.read(path, false).map_err(|why| refused(environment, unreadable(why.to_string())))?;
    let new = change(&path.into(), &text).map_err(|findings| refused(environment, findings))?;
    write(path, environment, &new)
}

fn write(path: &Path, environment: &str, text: &str) -> Result<(), Error> {
    replace::replace(path, text.as_bytes())
        .map_err(|why| refused(environment, vec![Finding::new(why.to_string()).with_origin(Origin::whole_file(path))]))
}

fn refused(environment: &str, findings: Vec<Finding>) -> Error {
    Error::new(Some(environment), findings)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
mod tests {
    use std::fs;

    use super::*;
    use crate::sources::scratch::Scratch;

    #[test]
    fn what_is_refused_leaves_the_file_as_it_was_and_quotes_nothing() {
        let scratch = Scratch::new();
        let path = scratch.path("production.sealed.toml");
        let key = Key::new("database.password").unwrap();
        create(&path, "production", &KeyPair::generate().unwrap().public()).unwrap();
        add(&path, "production", &key, b"hunter2-CANARY").unwrap();
        let sound = fs::read_to_string(&path).unwrap();
        let cut = sound[..sound.len() - 9].to_owned();
        for (text, environment) in [
            (sound.as_str(), "staging"),
            (&cut, "production"),
            ("hunter2-CANARY", "production"),
            ("password = 'hunter2-CANARY'", "production"),
            ("", "production"),
        ] {
            fs::write(&path, text).unwrap();
            for error in [
                add(&path, environment, &key, b"hunter2-CANARY").unwrap_err(),
                remove(&path, environment, &key).unwrap_err(),
                create(&path, environment, &KeyPair::generate().unwrap().public()).unwrap_err(),
            ] {
                let said = format!("{error} {error:?} {}", error.to_json());
                assert!(said.contains("production.sealed.toml") && !said.contains("hunter2"), "{said}");
                assert_eq!(error.environment(), Some(environment));
            }
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(scratch.names(), ["production.sealed.toml"]);
    }

    #[test]
    fn a_file_that_is_not_there_and_a_name_of_no_environment_are_refused() {
        let scratch = Scratch::new();
        let path = scratch.path("production.sealed.toml");
        let absent = add(&path, "production", &Key::new("a").unwrap(), b"hunter2-CANARY").unwrap_err();
        assert_eq!(absent.findings()[0].message(), "is not there");
        for name in ["", "Production", "base", "a\"\nb", "../x"] {
            let error = create(&path, name, &KeyPair::generate().unwrap().public()).unwrap_err();
            assert!(error.findings()[0].message().starts_with("expected the name of an environment"), "{name}");
        }
        assert!(scratch.names().is_empty());
    }
}
