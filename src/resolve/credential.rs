//! Judging a credential: may its source hold it, is it sound, and only then does it parse.

use std::ops::Range;

use crate::credential::REDACTED;
use crate::environment::Environment;
use crate::finding::Level;
use crate::levels::{CREDENTIAL_MODE, CREDENTIAL_PLACEHOLDER};
use crate::policy::CredentialPolicy;
use crate::recognise::{Mode, Vendor, VendorMode, Weak, mode, weak};
use crate::rules::Rules;
use crate::stack::{Stack, View, line};
use crate::tier::Tier;

use super::path::Path;
use super::place::{Node, Place};
use super::walk::{About, Noted};

/// By what credentials are judged.
#[derive(Debug)]
pub(crate) struct Judge<'a> {
    pub(crate) environment: Environment,
    pub(crate) rules: &'a Rules,
    pub(crate) policy: &'a CredentialPolicy,
    /// The application's own vendors.
    pub(crate) vendors: &'a [Vendor],
}

impl Judge<'_> {
    /// A vendor's mode that is wrong in this environment.
    ///
    /// Which mode is right belongs to the environment and not to strictness: production expects live keys, every other
    /// environment test keys, unless it declares otherwise. In development only a live key is wrong.
    pub(crate) fn wrong_mode(&self, text: &str, key: &str, vendor: Option<&str>) -> Option<(Mode, &'static str)> {
        let (found, vendor) = mode(text, key, vendor, self.vendors)?;
        let is_right = match (found, self.environment.vendor_mode()) {
            (Mode::Test, VendorMode::Test) | (Mode::Live, VendorMode::Live) => true,
            (Mode::Live, VendorMode::Test) => false,
            (Mode::Test | Mode::Published | Mode::Emulator, _) => self.environment.tier() == Tier::Development,
        };
        (!is_right).then_some((found, vendor))
    }

    /// Whether a check denies at a key, so that nothing comes of the value.
    pub(super) fn denies(&self, check: &str, path: &Path<'_>, stack: &Stack) -> bool {
        self.rules.level_at(check, || path.written(stack)) == Level::Deny
    }
}

/// How a credential is read from bytes.
pub(super) struct Reading {
    /// Whether any bytes will do; else it has to be text.
    pub(super) any_bytes: bool,
    /// The part of the text that is secret; `None` where nothing in it is.
    pub(super) secret_part: fn(&str) -> Option<Range<usize>>,
}

impl Reading {
    pub(super) const TEXT: Self = Self { any_bytes: false, secret_part: |text| Some(0..text.len()) };
    pub(super) const BYTES: Self = Self { any_bytes: true, ..Self::TEXT };
}

/// The bytes at a place, once their source and their soundness are judged; `None` where something forbids to go on, which is
/// noted.
pub(super) fn sound<'a>(place: Place<'a>, reading: &Reading) -> Option<&'a [u8]> {
    let Node::Entry(entry) = place.node() else { return place.mismatch() };
    let (walk, stack) = (place.walk(), place.walk().stack());
    // noted already, for this and every other place of the credential
    if stack.definitions(entry).any(|(at, _)| walk.is_refused(at)) {
        return None;
    }
    let said = stack.entry(entry);
    let bytes: &[u8] = match (stack.secret(said), place.view()) {
        (Some(secret), _) if secret.is_refused() => return None,
        (Some(secret), _) if reading.any_bytes => secret.whole(),
        (Some(secret), _) => secret.line(),
        (None, View::Text(text) | View::Raw(text)) => text.as_bytes(),
        (None, _) => return place.mismatch(),
    };
    if bytes.is_empty() {
        return place.unfit("an empty text");
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(_) if reading.any_bytes => None,
        Err(_) => return place.unfit("bytes that are not UTF-8"),
    };
    match text {
        Some(REDACTED) => return place.unfit("the marker that stands in place of a credential"),
        Some(text) if !reading.any_bytes && text.contains('\0') => return place.unfit("a NUL character"),
        Some(text) if !reading.any_bytes && text.starts_with('\u{feff}') => {
            return place.unfit("a byte order mark before it");
        }
        _ => {}
    }
    let secret = match text {
        Some(text) => (reading.secret_part)(text),
        None => Some(0..bytes.len()),
    };
    let secret_text = text.zip(secret.clone()).and_then(|(text, secret)| text.get(secret));
    let is_sound = secret_text.is_none_or(|secret| is_sound(place, entry, secret));
    let disagrees = |other: u32| bytes_of(stack, other).is_some_and(|other| line(other) != line(bytes));
    if let Some((other, _)) = stack.definitions(entry).skip(1).find(|(other, _)| disagrees(*other)) {
        walk.note(Noted::Credential(About::Shadowed(other)), &place.path(), entry);
    }
    if let Some(secret) = secret {
        // a line end that a file has and a variable has not is no part of what two environments may not share
        let compared = secret.start..secret.end.min(line(bytes).len()).max(secret.start);
        walk.credential(&place.path(), entry, if compared.is_empty() { secret } else { compared });
    }
    is_sound.then_some(bytes)
}

fn is_sound(place: Place<'_>, entry: u32, secret: &str) -> bool {
    let (walk, judge, field) = (place.walk(), place.walk().judge(), place.field());
    let mut is_sound = true;
    let min_len = field.credential().min_len;
    match weak(secret, field.name(), usize::from(min_len)) {
        Some(Weak::Short) => walk.note(Noted::Credential(About::Short(min_len)), &place.path(), entry),
        Some(placeholder) => {
            walk.note(Noted::Credential(About::Placeholder(placeholder)), &place.path(), entry);
            is_sound = !judge.denies(CREDENTIAL_PLACEHOLDER, &place.path(), walk.stack());
        }
        None => {}
    }
    if let Some((mode, vendor)) = judge.wrong_mode(secret, field.name(), field.credential().vendor) {
        walk.note(Noted::Credential(About::Mode(mode, vendor)), &place.path(), entry);
        is_sound &= !judge.denies(CREDENTIAL_MODE, &place.path(), walk.stack());
    }
    is_sound
}

/// The bytes that an entry holds, if it is something that a credential can be read from.
pub(crate) fn bytes_of(stack: &Stack, entry: u32) -> Option<&[u8]> {
    let said = stack.entry(entry);
    match (stack.secret(said), stack.view(said)) {
        // a part of these bytes is what a credential was read from
        (Some(secret), _) => (!secret.is_refused()).then(|| secret.whole()),
        (None, View::Text(text) | View::Raw(text)) => Some(text.as_bytes()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::{CredentialPolicy, Environment, Judge, Mode, Rules, VendorMode};
    use crate::levels::Phase;
    use crate::recognise::{EMULATOR, PUBLISHED, VENDORS};

    #[test]
    fn every_vendors_key_is_judged_by_the_mode_of_the_environment() {
        let policy = CredentialPolicy::default();
        for environment in [Environment::DEVELOPMENT, Environment::TEST, Environment::STAGING, Environment::PRODUCTION]
        {
            let rules = Rules::new(environment.tier(), Phase::Start, SystemTime::UNIX_EPOCH, Vec::new());
            let judge = Judge { environment, rules: &rules, policy: &policy, vendors: &[] };
            let deployed = environment.tier().is_deployed();
            for vendor in VENDORS {
                let keys = |prefixes: &'static [&'static str]| {
                    prefixes.iter().map(|prefix| format!("{prefix}{}", "a1B2c3D4e5".repeat(8)))
                };
                for key in keys(vendor.test()) {
                    let is_wrong = deployed && environment.vendor_mode() == VendorMode::Live;
                    let found = judge.wrong_mode(&key, "key", None).map(|(mode, _)| mode);
                    assert_eq!(found, is_wrong.then_some(Mode::Test), "{} in {environment}", vendor.name());
                }
                for key in keys(vendor.live()) {
                    let is_wrong = environment.vendor_mode() == VendorMode::Test;
                    let found = judge.wrong_mode(&key, "key", None).map(|(mode, _)| mode);
                    assert_eq!(found, is_wrong.then_some(Mode::Live), "{} in {environment}", vendor.name());
                }
            }
        }
    }

    #[test]
    fn what_everybody_knows_is_wrong_wherever_it_counts() {
        let policy = CredentialPolicy::default();
        let live = Environment::declare("canary", crate::tier::Tier::Staging).with_vendor_mode(VendorMode::Live);
        for environment in
            [Environment::DEVELOPMENT, Environment::TEST, Environment::STAGING, Environment::PRODUCTION, live]
        {
            let rules = Rules::new(environment.tier(), Phase::Start, SystemTime::UNIX_EPOCH, Vec::new());
            let judge = Judge { environment, rules: &rules, policy: &policy, vendors: &[] };
            for (values, mode) in [(PUBLISHED, Mode::Published), (EMULATOR, Mode::Emulator)] {
                for (vendor, value) in values {
                    let found = judge.wrong_mode(value, "key", None).map(|(mode, _)| mode);
                    let is_wrong = environment.tier().is_deployed();
                    assert_eq!(found, is_wrong.then_some(mode), "{vendor} in {environment}");
                }
            }
        }
    }
}
