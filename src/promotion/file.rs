//! The files of receipts and approvals: read whole and verified first, replaced whole.

use std::path::Path;
use std::sync::Arc;

use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::levels::UNPROVEN_PROMOTION;
use crate::origin::Origin;
use crate::sources::files::{Files, Unreadable};
use crate::sources::replace::replace;

use super::VerifyingKey;
use super::envelope::Envelope;

/// What is read from a file: a receipt or an approval.
pub(crate) trait Signed: Sized {
    /// As findings call it, and as a text about the whole does.
    const KEY: &'static str;
    const SUBJECT: &'static str;
    /// What to do where there is no better advice.
    const REMEDY: &'static str;

    /// Reads what was signed, once it is known who signed it.
    fn of_payload(path: &Arc<Path>, text: &str) -> Result<Self, Vec<Finding>>;

    /// Reads and verifies a file; `None` if it is not there.
    fn find(files: &Files, path: &Path, key: &VerifyingKey) -> Option<Result<Self, Vec<Finding>>> {
        let read = match files.witness(path)? {
            Ok(bytes) => Self::verified(path, &bytes, key),
            Err(Unreadable::TooLarge) => {
                Err(vec![Finding::new("is larger than 64 KiB, the most that a signed envelope may have")])
            }
            Err(why) => Err(vec![Finding::new(why.to_string())]),
        };
        Some(read.map_err(|findings| findings.into_iter().map(|finding| about::<Self>(finding, path)).collect()))
    }

    /// Nothing of what is signed is looked at before its signature.
    fn verified(path: &Path, bytes: &[u8], key: &VerifyingKey) -> Result<Self, Vec<Finding>> {
        let path: Arc<Path> = path.into();
        let text = Envelope::read(&path, bytes)?.verified(key).map_err(|finding| vec![finding])?;
        // a place in what is signed is none in the file
        let inside = |finding: Finding| finding.with_origin(Origin::whole_file(&*path));
        Self::of_payload(&path, &text).map_err(|findings| findings.into_iter().map(inside).collect())
    }

    /// As [`find`](Self::find), of a file that has to be there.
    fn read_from(files: &Files, path: &Path, key: &VerifyingKey) -> Result<Self, Vec<Finding>> {
        let missing = || Err(vec![about::<Self>(Finding::new(Unreadable::Missing.to_string()), path)]);
        Self::find(files, path, key).unwrap_or_else(missing)
    }
}

/// Gives a finding what it lacks: whose it is, where, what to do.
pub(super) fn about<T: Signed>(finding: Finding, path: &Path) -> Finding {
    let finding = if finding.origin().is_some() { finding } else { finding.with_origin(Origin::whole_file(path)) };
    let finding = if finding.remedy().is_some() { finding } else { finding.with_remedy(T::REMEDY) };
    finding.with_key(T::KEY).with_check(UNPROVEN_PROMOTION, Level::Deny)
}

/// Writes a signed envelope, if the file does not say the same already.
///
/// What is there and is no envelope stays: the path is a mistake, or somebody has to look at what became of a receipt.
pub(super) fn write<T: Signed>(path: &Path, text: &str) -> Result<(), Error> {
    let refuse = |finding: Finding| Err(Error::of_subject(T::SUBJECT, vec![about::<T>(finding, path)]));
    match Files::Disk.witness(path) {
        Some(Ok(bytes)) if bytes == text.as_bytes() => return Ok(()),
        Some(Ok(bytes)) if Envelope::read(&path.into(), &bytes).is_ok() => {}
        Some(Err(why)) if why != Unreadable::TooLarge && why != Unreadable::Directory => {
            return refuse(Finding::new(why.to_string()));
        }
        Some(_) => {
            let finding = Finding::new("is there already, and is no signed envelope, so it is not replaced");
            return refuse(finding.with_remedy("name another path, or remove what is there"));
        }
        None => {}
    }
    replace(path, text.as_bytes()).or_else(|why| {
        refuse(Finding::new(why.to_string()).with_remedy("name a path in a directory that can be written to"))
    })
}
