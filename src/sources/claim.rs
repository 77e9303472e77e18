//! One variable for one key: whether it can be had, and what it says.

use std::borrow::Cow;
use std::path::Path;

use crate::exact::Exact;
use crate::finding::Finding;
use crate::key::write_segment;
use crate::origin::Origin;
use crate::schema::Kind;
use crate::stack::{Secret, Writer};

use super::given::Given;
use super::secret::Refused;
use super::text;
use super::variables::{Here, Slot, Variables};

impl Variables<'_> {
    pub(super) fn claim(&mut self, at: usize, slot: &Slot<'_>, here: &Here) {
        let given = self.given[at];
        let number = here.number_of(slot.hash);
        if let Some(other) = self.claimed[at].replace(number) {
            if other == number {
                return;
            }
            let finding = Finding::new("sets two keys of this configuration, so it is unclear which is meant");
            let remedy =
                format!("rename one of the keys ({} is one of them) or use another separator", self.key(&slot.key));
            self.findings.push(finding.with_key(given.name).with_remedy(remedy));
            return;
        }
        match given.text {
            None => self.refuse(&slot.key, given, "expected text in UTF-8, found other bytes"),
            Some(text) if text.contains('\0') => self.refuse(&slot.key, given, "holds a NUL character"),
            Some(_) if given.is_interpolated && matches!(slot.kind, Kind::Credential) => {
                self.refuse(&slot.key, given, "is put together from other names, and a credential is written whole");
                self.at_place(slot, here, given).secret(Secret::refused());
            }
            Some("") if slot.optional && !matches!(slot.kind, Kind::Text(_) | Kind::Credential) => {}
            Some(text) => self.write(slot, here, given, text),
        }
    }

    pub(super) fn claim_file(&mut self, at: usize, exact: Option<usize>, slot: &Slot<'_>, here: &Here) {
        let given = self.given[at];
        self.claimed[at] = Some(here.number_of(slot.hash));
        if exact.is_some() {
            let finding = Finding::new("is set twice: as a variable, and as a variable that names a file");
            let finding = finding.with_origin(Origin::variable(given.name)).with_remedy("keep one of the two");
            self.findings.push(finding.with_key(self.key(&slot.key)));
            return;
        }
        let kind = self.kind_of(slot);
        if kind.holds_credential() {
            return self.claim_secret_file(given, &Slot { key: slot.key.clone(), kind, ..*slot }, here);
        }
        // what the variable holds is not shown: people put the credential itself there
        match given.text.ok_or("names a file whose path is not UTF-8").and_then(|path| self.files.one_value(path)) {
            Ok(text) => self.write(slot, here, given, &text),
            Err(why) => self.refuse(&slot.key, given, why),
        }
    }

    /// What a slot may hold: of variants that share it, the one that holds a credential, whichever is chosen later.
    fn kind_of<'s>(&self, slot: &Slot<'s>) -> &'s Kind {
        let Some(schema) = self.declares.filter(|schema| schema.holds().variants) else { return slot.kind };
        let path = self.path.iter().map(AsRef::as_ref).chain(std::iter::once(slot.key.as_ref()));
        let declared = schema.declared_at(path);
        declared.filter(|kind| kind.holds_credential()).unwrap_or(slot.kind)
    }

    /// Reads the file that a variable names for a credential, or several. The variable alone is named: people put the credential
    /// itself there.
    fn claim_secret_file(&mut self, given: Given<'_>, slot: &Slot<'_>, here: &Here) {
        let (key, written) = (self.key(&slot.key), self.written(&slot.key));
        let origin = self.origin(given);
        let contents = given.text.map_or(Err(Refused::Missing), |path| self.roots.read_named(Path::new(path)));
        let findings = &mut *self.findings;
        let secret = self.roots.keep(contents, || written.as_ref().unwrap_or(&key).clone(), &mut |finding| {
            let finding = finding.prefixed("names a file that ").with_exact(written.as_deref().map(Exact::of));
            findings.push(finding.with_key(key.as_str()).with_origin(origin.clone()));
        });
        match (slot.kind, std::str::from_utf8(secret.line())) {
            (Kind::Credential, _) => self.at_place(slot, here, given).secret(secret),
            (_, Ok(text)) if !secret.is_refused() => self.write(slot, here, given, text),
            // no list and no table takes it, and its own words say so
            _ => self.at_place(slot, here, given).secret(secret),
        }
    }

    fn origin(&self, given: Given<'_>) -> Origin {
        if self.in_file { self.stack.layer(self.layer).origin_at(given.at) } else { Origin::variable(given.name) }
    }

    #[expect(clippy::ptr_arg, reason = "whether a key is borrowed tells whether the program declares it")]
    fn refuse(&mut self, key: &Cow<'static, str>, given: Given<'_>, why: &'static str) {
        let origin = self.origin(given);
        self.findings.push(Finding::new(why).with_key(self.key(key)).with_origin(origin));
    }

    fn write(&mut self, slot: &Slot<'_>, here: &Here, given: Given<'_>, text: &str) {
        text::write(&mut self.at_place(slot, here, given), slot.kind, text);
    }

    /// A writer for the value of a key that a variable sets.
    fn at_place(&mut self, slot: &Slot<'_>, here: &Here, given: Given<'_>) -> Writer<'_> {
        let mut writer = Writer::of_values(self.stack, self.layer, given.at, self.troubles);
        if !self.in_file {
            let place = writer.keep_text(given.name);
            writer.keep("=");
            writer.set_place(place);
        }
        match here.table {
            Some(table) => writer.at_key(table, slot.hash, &slot.key),
            None => writer.at_path(self.path.iter().map(AsRef::as_ref).chain(std::iter::once(slot.key.as_ref()))),
        }
        writer
    }

    /// The key as it may be shown: what no type declares stays away.
    #[expect(clippy::ptr_arg, reason = "whether a key is borrowed tells whether the program declares it")]
    pub(super) fn key(&self, last: &Cow<'static, str>) -> String {
        self.spelt(last, false)
    }

    /// The key as it is written, for an allowance; `None` where it is the one that is shown.
    #[expect(clippy::ptr_arg, reason = "whether a key is borrowed tells whether the program declares it")]
    fn written(&self, last: &Cow<'static, str>) -> Option<String> {
        let mut segments = self.path.iter().chain(std::iter::once(last));
        segments.any(|segment| matches!(segment, Cow::Owned(_))).then(|| self.spelt(last, true))
    }

    #[expect(clippy::ptr_arg, reason = "whether a key is borrowed tells whether the program declares it")]
    fn spelt(&self, last: &Cow<'static, str>, is_whole: bool) -> String {
        let mut key = String::new();
        for segment in self.path.iter().chain(std::iter::once(last)) {
            if !key.is_empty() {
                key.push('.');
            }
            match segment {
                Cow::Owned(_) if !is_whole => key.push_str("<key>"),
                Cow::Borrowed(_) | Cow::Owned(_) => {
                    let _ = write_segment(&mut key, segment);
                }
            }
        }
        key
    }
}
