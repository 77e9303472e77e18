//! Variables, read by schema: each field knows its variable's name, and nothing is guessed.
//!
//! The names are sorted, so the variables that can belong to a field lie next to each other. The walk over the schema narrows
//! that range from field to field and leaves out whatever has none, so it costs as much as there are variables, not as there
//! are keys.

use std::borrow::Cow;
use std::ops::Range;

use crate::finding::Finding;
use crate::key::raised;
use crate::schema::{Field, Kind, Schema};
use crate::stack::{ROOT, Stack, Trouble, Value};

use super::files::Files;
use super::given::{Given, prefixed};

use super::secret::Roots;
use super::spelling::{Spelling, is_service_link};

/// Puts the variables that a schema claims on top of the stack.
pub(crate) struct Variables<'a> {
    pub(crate) stack: &'a mut Stack,
    pub(crate) layer: u16,
    /// Whether the layer is a file, whose places `Given::at` are.
    pub(crate) in_file: bool,
    pub(crate) files: &'a Files,
    pub(crate) roots: &'a Roots<'a>,
    pub(crate) spelling: &'a Spelling,
    /// Sorted by name; all of them, since a field may name one without the prefix.
    pub(crate) given: &'a [Given<'a>],
    /// Which of them a key has claimed: a number for the key, since variants of an enum may share one.
    pub(crate) claimed: Vec<Option<u32>>,
    pub(crate) troubles: &'a mut Vec<Trouble>,
    pub(crate) findings: &'a mut Vec<Finding>,
    /// Segments from the root: borrowed where the program declares them, owned where a document does.
    pub(crate) path: Vec<Cow<'static, str>>,
    /// Whether some field names a variable without the prefix.
    pub(crate) extras: bool,
    /// All that the type declares; `None` where it has no schema.
    pub(crate) declares: Option<&'static Schema>,
    /// What is being claimed.
    pub(crate) pass: Pass,
}

/// Variables that hold values are claimed first, so that `SHOP_CERT_FILE` belongs to a field `cert_file` where there is one, and
/// only else names a file for the field `cert`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Pass {
    #[default]
    Values,
    Files,
}

/// Where the walk stands: which variables can still belong here, and how much of their names is behind it.
#[derive(Clone)]
pub(super) struct Here {
    pub(super) range: Range<usize>,
    pub(super) depth: usize,
    /// The table that lower layers have here.
    pub(super) table: Option<u32>,
    /// A number for the way from the root to here.
    pub(super) number: u32,
    /// How the names in the range go on, see [`hint`].
    pub(super) hints: u64,
}

impl Here {
    /// A number for a key that stands here; `hash` is the key's fingerprint.
    pub(super) const fn number_of(&self, hash: u32) -> u32 {
        self.number.rotate_left(5) ^ hash
    }
}

/// A bit for how a name goes on, by its first two bytes: where a segment's bit is missing, no name goes on with it.
fn hint(rest: &[u8]) -> u64 {
    match rest {
        [first, second, ..] => 1 << (first.wrapping_mul(31).wrapping_add(*second) & 63),
        // of a single letter nothing is certain
        [_] => u64::MAX,
        [] => 0,
    }
}

/// What one name may set.
pub(super) struct Slot<'s> {
    pub(super) segment: &'s str,
    pub(super) key: Cow<'static, str>,
    /// The key's fingerprint.
    pub(super) hash: u32,
    pub(super) kind: &'s Kind,
    pub(super) optional: bool,
}

impl Variables<'_> {
    /// Claims what the schema declares.
    pub(crate) fn of_schema(&mut self, schema: &'static Schema) {
        self.extras = schema.holds().variables;
        self.declares = Some(schema);
        // each is kept with its name and its key, which is seldom longer than the name
        let bytes = self.given.iter().map(|given| 2 * given.name.len() + 1 + given.text.map_or(0, str::len));
        self.stack.reserve_texts(self.layer, bytes.sum());
        self.in_passes(|variables| {
            let here = variables.root();
            variables.schema(schema, &here);
        });
    }

    /// Claims values, then what names files, if anything does.
    pub(super) fn in_passes(&mut self, claim: impl Fn(&mut Self)) {
        claim(self);
        if self.given.iter().any(|given| given.name.ends_with("_FILE")) {
            self.pass = Pass::Files;
            claim(self);
            self.pass = Pass::Values;
        }
    }

    /// Claims what the layers below define: all that is known of a configuration without a schema.
    pub(crate) fn of_keys(&mut self) {
        self.in_passes(|variables| {
            let here = variables.root();
            variables.entries(&Kind::Any, &here);
        });
    }

    pub(super) fn root(&self) -> Here {
        self.here(prefixed(self.given, &self.spelling.prefix), self.spelling.prefix.len(), Some(ROOT))
    }

    fn here(&self, range: Range<usize>, depth: usize, table: Option<u32>) -> Here {
        let names = self.given[range.clone()].iter();
        let hints = names.fold(0, |hints, given| hints | hint(given.rest(depth)));
        Here { range, depth, table, number: 0, hints }
    }

    fn schema(&mut self, schema: &'static Schema, here: &Here) {
        if !here.range.is_empty() {
            if let Some(tag) = schema.tag() {
                let segment: String = tag.key().chars().map(raised).collect();
                let kind = Kind::Text("text");
                let (key, hash) = (tag.key().into(), tag.hash());
                self.slot(&Slot { segment: &segment, key, hash, kind: &kind, optional: false }, here);
            }
        }
        for field in schema.fields() {
            self.field(field, here);
        }
        for variant in schema.tag().map_or(&[][..], |tag| tag.variants()) {
            self.schema(variant.schema(), here);
        }
    }

    fn field(&mut self, field: &'static Field, here: &Here) {
        if let (true, Kind::Table(schema)) = (field.is_flattened(), field.kind()) {
            return self.schema(schema, here);
        }
        let is_hinted = here.hints & hint(field.segment().as_bytes()) != 0;
        if !self.extras && !is_hinted && field.aliases().is_empty() {
            return;
        }
        let names = if self.pass == Pass::Values { field.variables() } else { &[] };
        for name in names {
            if let Ok(at) = self.given.binary_search_by(|given| given.name.cmp(name)) {
                self.other_name(field, at, here);
            }
        }
        // of a nested type, whose fields have variables and not the type itself, only its own name counts
        let has_no_alias = matches!(field.kind(), Kind::Table(_)) || self.pass == Pass::Files;
        let aliases = if has_no_alias { &[][..] } else { field.aliases() };
        for alias in aliases {
            let segment: String = alias.chars().map(raised).collect();
            let end = here.depth + segment.len();
            let (mut with_segment, _) = self.narrow(here, &segment);
            if let Some(at) = with_segment.find(|at| self.given[*at].name.len() == end) {
                self.other_name(field, at, here);
            }
        }
        let slot = Slot {
            segment: field.segment(),
            key: field.name().into(),
            hash: field.hash(),
            kind: field.kind(),
            optional: field.is_optional(),
        };
        let Some(nested) = self.slot(&slot, here) else { return };
        match field.kind() {
            Kind::Table(schema) => {
                let nested = self.below(&slot, here, nested);
                self.path.push(slot.key);
                self.schema(schema, &nested);
                self.path.pop();
            }
            Kind::Map(kind) if !nested.range.is_empty() => {
                let nested = self.below(&slot, here, nested);
                self.path.push(slot.key);
                self.entries(kind, &nested);
                self.path.pop();
            }
            _ => {}
        }
    }

    fn below(&self, slot: &Slot<'_>, here: &Here, nested: Here) -> Here {
        let table = here.table.and_then(|table| self.stack.find(table, slot.hash, &slot.key));
        let table = table.and_then(|entry| match self.stack.entry(entry).value {
            Value::Table(table) => Some(table),
            _ => None,
        });
        Here { table, number: here.number_of(slot.hash), ..nested }
    }

    /// Matches the rest of the names against the keys that lower layers define: the longest first, so that `a_b` goes before `a`.
    fn entries(&mut self, kind: &Kind, here: &Here) {
        let Some(table) = here.table else { return };
        // the length of the segment before the entry, in one number that sorts by both
        let mut hits: Vec<u64> = Vec::new();
        for (entry, said) in self.stack.children(table) {
            let segment: String = self.stack.key(said).chars().map(raised).collect();
            let (with_segment, nested) = self.narrow(here, &segment);
            if !with_segment.is_empty() || !nested.range.is_empty() {
                hits.push((segment.len() as u64) << 32 | u64::from(entry));
            }
        }
        hits.sort_unstable();
        for hit in hits.into_iter().rev() {
            let Ok(entry) = u32::try_from(hit & u64::from(u32::MAX)) else { continue };
            let segment: String = self.stack.key(self.stack.entry(entry)).chars().map(raised).collect();
            let said = self.stack.entry(entry);
            let (key, hash) = (self.stack.key(said).to_owned(), said.hash);
            let value = said.value;
            let found = match (kind, value) {
                (Kind::Any, Value::List(_)) => &Kind::List(&Kind::Any),
                (Kind::Any, Value::Table(_)) => &Kind::Map(&Kind::Any),
                (kind, _) => kind,
            };
            let slot = Slot { segment: &segment, key: Cow::Owned(key.clone()), hash, kind: found, optional: false };
            let Some(nested) = self.slot(&slot, here) else { continue };
            let Value::Table(table) = value else { continue };
            let nested = Here { table: Some(table), number: here.number_of(hash), ..nested };
            self.path.push(Cow::Owned(key));
            match found {
                Kind::Table(schema) => self.schema(schema, &nested),
                Kind::Map(kind) => self.entries(kind, &nested),
                _ => {}
            }
            self.path.pop();
        }
    }

    /// The variables that continue with a segment: those whose names end with it or with `_FILE` behind it, and those that go
    /// on below it.
    pub(super) fn narrow(&self, here: &Here, segment: &str) -> (Range<usize>, Here) {
        let found = going_on(&self.given[here.range.clone()], here.depth, segment.as_bytes());
        let with_segment = here.range.start + found.start..here.range.start + found.end;
        let depth = here.depth + segment.len();
        if let [only] = &self.given[with_segment.clone()] {
            if only.name.len() == depth {
                // the value of a field, mostly
                let nested = self.here(with_segment.end..with_segment.end, depth, None);
                return (with_segment, nested);
            }
        }
        let separator = self.spelling.separator.as_bytes();
        let below = going_on(&self.given[with_segment.clone()], depth, separator);
        let range = with_segment.start + below.start..with_segment.start + below.end;
        let nested = self.here(range, depth + separator.len(), None);
        (with_segment, nested)
    }

    /// Claims the variable of one name, and the one that names a file for it. Returns what goes on below; `None` if nothing
    /// at all begins with the name.
    pub(super) fn slot(&mut self, slot: &Slot<'_>, here: &Here) -> Option<Here> {
        let (with_segment, nested) = self.narrow(here, slot.segment);
        if with_segment.is_empty() {
            // a nested type may still name variables without the prefix
            return (self.extras && matches!(slot.kind, Kind::Table(_))).then_some(nested);
        }
        let holds_value = !matches!(slot.kind, Kind::Table(_));
        let end = here.depth + slot.segment.len();
        let exact = with_segment.clone().find(|at| self.given[*at].name.len() == end).filter(|_| holds_value);
        let exact = exact.filter(|at| {
            let given = &self.given[*at];
            let is_port = given.name.ends_with("PORT");
            !(is_port && is_service_link(&given.name[self.spelling.prefix.len()..], given.text))
        });
        match (self.pass, exact) {
            (Pass::Values, Some(at)) => self.claim(at, slot, here),
            (Pass::Values, None) => {}
            (Pass::Files, exact) => {
                let mut files = with_segment.filter(|_| holds_value);
                let file = files.find(|at| &self.given[*at].name[end..] == "_FILE");
                if let Some(at) = file.filter(|at| self.claimed[*at].is_none()) {
                    self.claim_file(at, exact, slot, here);
                }
            }
        }
        Some(nested)
    }

    /// Claims a variable that is named by another name of the field than its own.
    fn other_name(&mut self, field: &'static Field, at: usize, here: &Here) {
        let (key, hash) = (field.name().into(), field.hash());
        let slot = Slot { segment: "", key, hash, kind: field.kind(), optional: field.is_optional() };
        let (own, _) = self.narrow(here, field.segment());
        let end = here.depth + field.segment().len();
        let own = own.into_iter().find(|at| self.given[*at].name.len() == end);
        if let Some(own) = own.filter(|own| *own != at) {
            self.claimed[at] = Some(here.number_of(slot.hash));
            let (first, second) = (self.given[own].name, self.given[at].name);
            let finding = Finding::new(format!("is set by two variables, {first} and {second}"));
            self.findings.push(finding.with_key(self.key(&slot.key)).with_remedy("keep one of them"));
            return;
        }
        self.claim(at, &slot, here);
    }
}

/// Those of sorted names that go on with a text behind so many bytes, which are the same in all of them.
fn going_on(names: &[Given<'_>], depth: usize, text: &[u8]) -> Range<usize> {
    /// So many names are looked at one by one.
    const FEW: usize = 12;
    match text {
        // few names, as most tables have, are found sooner by their next letter than by halving
        [first, ..] if names.len() <= FEW => {
            let begins = |given: &Given<'_>| {
                given.name.as_bytes().get(depth) == Some(first) && given.rest(depth).starts_with(text)
            };
            let start = names.iter().position(begins).unwrap_or(names.len());
            start..start + names[start..].iter().take_while(|given| begins(given)).count()
        }
        _ => {
            let start = names.partition_point(|given| given.rest(depth) < text);
            start..start + names[start..].partition_point(|given| given.rest(depth).starts_with(text))
        }
    }
}
