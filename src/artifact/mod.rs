//! What a finished program says of its build, and whether it may be shipped.
//!
//! Between the build and the file that is copied much can go wrong: a test run after the build replaces the program, a feature
//! comes from a sibling, a cache holds another class. So the last look is at the file itself. It is not started: records in it
//! tell the build class, the schemas that it loads, and which functions of [`dev_only`](macro@crate::dev_only) items were
//! linked. They outlive optimisation, link-time optimisation, `strip` and `panic = "abort"`.
//!
//! ```no_run
//! # use milieu::Config;
//! # #[derive(Config)] struct Settings { port: u16 }
//! use milieu::artifact::{Expectation, verify};
//!
//! let expected = Expectation::deployable().package("shop").schema(Settings::SCHEMA);
//! let manifest = verify("target/release/shop", &expected)?;
//! println!("ships: {:?}", manifest.stamps().collect::<Vec<_>>());
//! # Ok::<(), milieu::Error>(())
//! ```
//!
//! What it does not do: notice that somebody changed the file on purpose, or find development code that no attribute marks. A
//! compressed or encrypted program holds no records that can be found; verify it before it is packed.

mod expectation;
mod manifest;
pub(crate) mod record;
mod scan;

use std::hint::black_box;
use std::path::Path;

use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::forms::forms;
use crate::levels::UNVERIFIED_ARTIFACT;
use crate::origin::Origin;
use crate::schema::SchemaHash;
use crate::sources::binary::open_binary;

pub use expectation::Expectation;
pub use manifest::{Manifest, Stamp};

use self::expectation::Absent;

/// Reads the manifest of a program without judging it. Where there is none, it is empty.
///
/// # Errors
///
/// Fails if the file is not there, is no regular file or cannot be read; not for what is in it.
///
/// ```
/// let error = milieu::artifact::read("no/such/program").unwrap_err();
/// assert_eq!(error.to_string(), "no/such/program: is not there; name the program that cargo built [unverified-artifact]");
/// ```
pub fn read(path: impl AsRef<Path>) -> Result<Manifest, Error> {
    Ok(look(path.as_ref(), &[])?.0)
}

/// Holds a program to what is expected of it, and returns its manifest.
///
/// Run it on the very file that ships, after everything that could replace it.
///
/// # Errors
///
/// Fails if the file cannot be read, and on everything in which it is not as expected, all at once.
///
/// ```
/// use milieu::artifact::{Expectation, verify};
///
/// let path = std::env::temp_dir().join(format!("milieu-doc-verify-{}", std::process::id()));
/// std::fs::write(&path, "a program with hunter2-CANARY in it")?;
/// let expected = Expectation::deployable().absent("the payment key", b"hunter2-CANARY");
/// let error = verify(&path, &expected).unwrap_err();
/// # std::fs::remove_file(&path)?;
/// assert_eq!(error.findings().len(), 2);
/// assert!(error.to_string().starts_with("2 problems in the artifact\n"));
/// assert!(!error.to_string().contains("hunter2"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn verify(path: impl AsRef<Path>, expected: &Expectation) -> Result<Manifest, Error> {
    let path = path.as_ref();
    let mut findings = Vec::new();
    let (absent, short): (Vec<_>, Vec<_>) = expected.absent.iter().partition(|absent| absent.value.len() >= SHORTEST);
    findings.extend(short.into_iter().map(too_short));
    let (manifest, present) = look(path, &absent)?;
    findings.extend(present.into_iter().map(|absent| {
        finding("expected the value to be absent, found it").with_key(&*absent.what).with_remedy(
            "replace the credential, which whoever has the file can read, and let it come from a source at start",
        )
    }));
    of_stamps(&manifest, expected, &mut findings);
    of_schemas(&manifest, expected, &mut findings);
    for function in manifest.dev_only() {
        let words = format!("expected no dev-only code, found the function {function}");
        findings.push(finding(words).with_remedy(alone("<package>")));
    }
    if manifest.unreadable() > 0 {
        let words = format!("expected whole records of this version, found {} others", manifest.unreadable());
        findings.push(finding(words).with_remedy("copy it again, and verify with the version of milieu that built it"));
    }
    if findings.is_empty() {
        return Ok(manifest);
    }
    Err(refused(path, findings))
}

/// A shorter value would be found by chance.
const SHORTEST: usize = 6;

#[inline]
fn alone(package: &str) -> String {
    format!("build it alone: MILIEU_BUILD=deployable cargo build --release -p {package}")
}

#[inline]
fn too_short(absent: &Absent) -> Finding {
    let words = format!("expected at least {SHORTEST} bytes to look for, found {}", absent.value.len());
    finding(words).with_key(&*absent.what).with_remedy("look for a longer part, or leave it out")
}

#[inline]
fn of_stamps(manifest: &Manifest, expected: &Expectation, findings: &mut Vec<Finding>) {
    if manifest.stamps().len() == 0 {
        let remedy = "verify the program whose source expands milieu::app! or milieu::build!, before it is packed";
        findings.push(finding("expected a manifest, found none").with_remedy(remedy));
        return;
    }
    for stamp in manifest.stamps() {
        let who = [stamp.package(), stamp.version()].join(" ");
        if stamp.class() != crate::build::BuildClass::Deployable {
            let words = format!("expected a deployable build, found a development build of {}", who.trim());
            let package = Some(stamp.package()).filter(|name| !name.is_empty()).unwrap_or("<package>");
            findings.push(finding(words).with_remedy(alone(package)));
        }
        if stamp.is_under_test() {
            let words = format!("expected a program, found a test of {}", who.trim());
            findings.push(finding(words).with_remedy("verify what cargo build left, and not what cargo test did"));
        }
    }
    if let Some(package) = &expected.package {
        if !manifest.stamps().any(|stamp| stamp.package() == package) {
            let found: Vec<_> = manifest.stamps().map(Stamp::package).collect();
            let words = format!("expected the package {package}, found {}", found.join(", "));
            findings.push(finding(words).with_remedy("name the program of that package, or let build!() expand in it"));
        }
    }
}

#[inline]
fn of_schemas(manifest: &Manifest, expected: &Expectation, findings: &mut Vec<Finding>) {
    for (name, hash) in &expected.schemas {
        if manifest.schemas().any(|(_, found)| found == *hash) {
            continue;
        }
        let same: Vec<_> = manifest.schemas().filter(|(found, _)| found == name).map(|(_, hash)| hash).collect();
        let found = match &*same {
            [] => "no such schema".to_owned(),
            others => others.iter().map(SchemaHash::to_string).collect::<Vec<_>>().join(", "),
        };
        let words = format!("expected the schema {name} as {hash}, found {found}");
        findings.push(finding(words).with_remedy("verify with the sources that it was built from"));
    }
}

/// What the file holds, and which of the values.
#[inline]
fn look<'a>(path: &Path, absent: &[&'a Absent]) -> Result<(Manifest, Vec<&'a Absent>), Error> {
    let unreadable = |words| refused(path, vec![finding(words).with_remedy("name the program that cargo built")]);
    let file = open_binary(path).map_err(unreadable)?;
    let needle = needle();
    let forms: Vec<(usize, _)> = absent
        .iter()
        .enumerate()
        .flat_map(|(owner, absent)| forms(&absent.value).into_iter().map(move |form| (owner, form)))
        .filter(|(_, form)| form.len() >= SHORTEST)
        .collect();
    let mut needles: Vec<&[u8]> = vec![&needle];
    needles.extend(forms.iter().map(|(_, form)| form.as_slice()));
    let mut manifest = Manifest::default();
    let mut present = vec![false; absent.len()];
    let scanned =
        scan::scan(file, &needles, needle.len() + record::LONGEST, |index, rest| match index.checked_sub(1) {
            None => {
                let record = &rest[needle.len()..];
                manifest.note(record.get(..record::LONGEST).unwrap_or(record));
            }
            Some(form) => present[forms[form].0] = true,
        });
    scanned.map_err(|_| unreadable("cannot be read to its end"))?;
    let present = absent.iter().zip(present).filter(|(_, present)| *present).map(|(absent, _)| *absent).collect();
    Ok((manifest, present))
}

/// `[milieu.artifact/`, which a program that verifies must not hold itself: the optimiser would otherwise put it there.
#[inline]
fn needle() -> Vec<u8> {
    const MASK: u8 = 0x55;
    const HIDDEN: [u8; 17] = {
        let mut hidden = *b"[milieu.artifact/";
        let mut at = 0;
        while at < hidden.len() {
            hidden[at] ^= MASK;
            at += 1;
        }
        hidden
    };
    black_box(HIDDEN).iter().map(|byte| byte ^ MASK).collect()
}

fn finding(words: impl Into<std::borrow::Cow<'static, str>>) -> Finding {
    Finding::new(words).with_check(UNVERIFIED_ARTIFACT, Level::Deny)
}

#[inline]
fn refused(path: &Path, findings: Vec<Finding>) -> Error {
    let origin = Origin::whole_file(path);
    let findings = findings.into_iter().map(|finding| finding.with_origin(origin.clone())).collect();
    Error::of_subject("the artifact", findings)
}
