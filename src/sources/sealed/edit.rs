//! Changing one line of a sealed file, and no other byte.

use std::path::Path;
use std::sync::Arc;

use base64ct::{Base64, Encoding as _};

use crate::finding::Finding;
use crate::key::Key;
use crate::origin::Origin;
use crate::sources::document::quoted;

use super::{Entry, PublicKey, Sealed, cipher};

/// The longest credential, in bytes: as long as a file that holds one may be.
const LONGEST: usize = 64 << 10;

/// The text of a file that holds no credential yet.
pub(crate) fn empty(environment: &str, recipient: &PublicKey) -> String {
    format!(
        "# Credentials of {environment}, each sealed on its own. Whoever has this file can add and replace them;\n\
         # only the private key of {environment} opens them.\n\
         format = \"milieu.sealed/1\"\n\
         environment = \"{environment}\"\n\
         recipient = \"{recipient}\"\n\
         \n\
         [sealed]\n"
    )
}

/// The text with one credential added or replaced.
pub(crate) fn with(
    path: &Arc<Path>,
    text: &str,
    environment: &str,
    key: &Key,
    value: &[u8],
) -> Result<String, Vec<Finding>> {
    let sealed = Sealed::read(Arc::clone(path), text, environment)?;
    let key = key.to_string();
    let refuse = |message: &'static str| vec![Finding::new(message).with_key(&*key)];
    if value.is_empty() {
        return Err(refuse("expected a credential, found nothing"));
    }
    if value.len() > LONGEST {
        return Err(refuse("expected a credential of at most 64 KiB, found a longer one"));
    }
    let bytes = cipher::seal(&sealed.recipient, environment, &key, value)
        .map_err(|why| vec![Finding::new(why.to_string()).with_key(&*key).with_origin(whole(path))])?;
    let new = Base64::encode_string(&bytes);
    let edited = match sealed.find(&key) {
        Some(entry) => replaced(text, entry, &new),
        None => inserted(text, &sealed, &key, &new),
    };
    let mut expected = said(&sealed, &key);
    expected.push((&key, &new));
    proven(path, edited, environment, &key, expected)
}

/// The text without one credential.
pub(crate) fn without(path: &Arc<Path>, text: &str, environment: &str, key: &Key) -> Result<String, Vec<Finding>> {
    let sealed = Sealed::read(Arc::clone(path), text, environment)?;
    let key = key.to_string();
    let Some(entry) = sealed.find(&key) else {
        return Err(vec![Finding::new("is not in this sealed file").with_key(&*key).with_origin(whole(path))]);
    };
    let edited = line_of(text, entry.at).and_then(|line| {
        let alone = text.get(line.start..entry.key_at)?.trim_start().is_empty();
        Some([text.get(..line.start).filter(|_| alone)?, text.get(line.end..)?].concat())
    });
    let expected = said(&sealed, &key);
    proven(path, edited, environment, &key, expected)
}

/// What the file says of all other keys.
fn said<'a>(sealed: &'a Sealed, except: &str) -> Vec<(&'a str, &'a str)> {
    let others = sealed.entries.iter().filter(|entry| &*entry.key != except);
    others.map(|entry| (&*entry.key, &*entry.text)).collect()
}

/// Gives an edited text away only if it reads as it should: the edit goes by lines, and TOML has many ways to write one.
fn proven(
    path: &Arc<Path>,
    edited: Option<String>,
    environment: &str,
    key: &str,
    mut expected: Vec<(&str, &str)>,
) -> Result<String, Vec<Finding>> {
    expected.sort_unstable();
    let reads_as_expected = |text: &String| {
        Sealed::read(Arc::clone(path), text, environment).is_ok_and(|sealed| {
            let mut found = said(&sealed, "");
            found.sort_unstable();
            found == expected
        })
    };
    edited.filter(reads_as_expected).ok_or_else(|| {
        vec![
            Finding::new("cannot be changed here: the file does not write each credential in a line of its own")
                .with_key(key)
                .with_origin(whole(path))
                .with_remedy("write them below [sealed], as \"key\" = \"text\""),
        ]
    })
}

fn whole(path: &Arc<Path>) -> Origin {
    Origin::whole_file(&**path)
}

fn replaced(text: &str, entry: &Entry, new: &str) -> Option<String> {
    // behind the quote; what is written otherwise, between three or with escapes, is not found there
    let start = entry.at + 1;
    let end = start + entry.text.len();
    if text.get(start..end)? != &*entry.text {
        return None;
    }
    Some([text.get(..start)?, new, text.get(end..)?].concat())
}

/// Behind the last of the lines before it in the order of keys, so that two branches rarely add in one place.
fn inserted(text: &str, sealed: &Sealed, key: &str, new: &str) -> Option<String> {
    let before = sealed.entries.iter().filter(|entry| &*entry.key < key).map(|entry| entry.at).max();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let line = format!("{} = \"{new}\"{line_end}", quoted(key));
    let (at, section) = match before.or(sealed.section_at) {
        Some(at) => (line_of(text, at)?.end, String::new()),
        None => (text.len(), format!("{line_end}[sealed]{line_end}")),
    };
    let (above, below) = text.split_at_checked(at)?;
    let missing = if above.is_empty() || above.ends_with('\n') { "" } else { line_end };
    Some([above, missing, &section, &line, below].concat())
}

/// The line that a byte stands in, its end included.
fn line_of(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let end = text.get(at..)?.find('\n').map_or(text.len(), |end| at + end + 1);
    Some(start..end)
}
