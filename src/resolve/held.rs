//! Every place where a layer says a credential: judged by its source, and forgotten after the load.
//!
//! What a field reads is one of these places. The others are shadowed, stand under another of the field's names or in a list
//! that was replaced: a committed credential is no less committed for that.

use crate::levels::CREDENTIAL_SOURCE;
use crate::policy::AllowedSources;
use crate::rank::Rank;
use crate::schema::{Field, Kind, Schema};
use crate::stack::{ROOT, Stack, Value};

use super::path::{Path, Segment};
use super::walk::{About, Noted, Walk};

/// The entries that hold credentials, and those of them that their sources may not hold.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// Everything that has to be forgotten.
    pub(crate) entries: Vec<u32>,
    /// A bit for each entry.
    refused: Vec<u64>,
}

impl Held {
    /// Looks for every credential that a schema declares, and notes those that come from a source that may not hold them.
    pub(super) fn find(walk: &Walk<'_>, schema: &'static Schema) -> Self {
        let mut finder = Finder { walk, stack: walk.stack(), held: Self::default() };
        if schema.holds().credentials {
            finder.of_schema(schema, ROOT, &Path::ROOT, Meant::Always);
        }
        finder.held
    }

    /// Whether the source of an entry may not hold it.
    pub(super) fn is_refused(&self, entry: u32) -> bool {
        self.refused.get(entry as usize / 64).is_some_and(|bits| bits >> (entry % 64) & 1 == 1)
    }

    fn refuse(&mut self, entry: u32) {
        let at = entry as usize / 64;
        if self.refused.len() <= at {
            self.refused.resize(at + 1, 0);
        }
        self.refused[at] |= 1 << (entry % 64);
    }
}

/// Whether what stands under a field's name is the field's. Of a variant that was not chosen it is, since a lower layer may have
/// chosen it, unless the chosen one has a field of that name.
#[derive(Clone, Copy)]
enum Meant {
    Always,
    Besides(&'static Schema),
    Never,
}

impl Meant {
    fn is_meant(self, field: &Field) -> bool {
        let is_taken = |schema: &Schema| {
            let mut names = std::iter::once(field.name()).chain(field.aliases().iter().copied());
            names.any(|name| schema.declared_at(std::iter::once(name)).is_some())
        };
        match self {
            Self::Always => true,
            Self::Besides(schema) => !is_taken(schema),
            Self::Never => false,
        }
    }
}

struct Finder<'a> {
    walk: &'a Walk<'a>,
    stack: &'a Stack,
    held: Held,
}

impl Finder<'_> {
    fn of_schema(&mut self, schema: &'static Schema, table: u32, path: &Path<'_>, meant: Meant) {
        for field in schema.fields() {
            match field.kind() {
                Kind::Table(inner) if field.is_flattened() => self.of_schema(inner, table, path, meant),
                kind if kind.holds_credential() => self.of_field(field, table, path, meant.is_meant(field)),
                _ => {}
            }
        }
        if let Some(tag) = schema.tag() {
            let said = self.stack.find(table, tag.hash(), tag.key()).and_then(|entry| self.stack.text_of(entry));
            let chosen = said.and_then(|text| tag.chosen_by(text)).and_then(|index| tag.variants().get(index));
            for variant in tag.variants() {
                let meant = match (meant, chosen) {
                    (Meant::Never, _) | (_, None) => Meant::Never,
                    (_, Some(chosen)) if std::ptr::eq(chosen, variant) => meant,
                    (_, Some(chosen)) => Meant::Besides(chosen.schema()),
                };
                self.of_schema(variant.schema(), table, path, meant);
            }
        }
    }

    fn of_field(&mut self, field: &'static Field, table: u32, above: &Path<'_>, is_meant: bool) {
        let path = Path::to(above, Segment::Declared(field.name()));
        let stack = self.stack;
        let named = stack.find(table, field.hash(), field.name());
        let aliased = field.aliases().iter().filter_map(|alias| stack.find_key(table, alias));
        for entry in named.into_iter().chain(aliased) {
            self.of_kind(field, field.kind(), entry, &path, is_meant);
        }
    }

    /// Goes through all that any layer says here, shadowed or not.
    fn of_kind(&mut self, field: &'static Field, kind: &'static Kind, entry: u32, path: &Path<'_>, is_meant: bool) {
        let stack = self.stack;
        for (at, said) in stack.definitions(entry) {
            match (kind, said.value) {
                (Kind::Table(schema), Value::Table(table)) => {
                    self.of_schema(schema, table, path, if is_meant { Meant::Always } else { Meant::Never });
                }
                (Kind::Map(item), Value::Table(inside)) => {
                    for (position, (at, said)) in (1..).zip(stack.children(inside)) {
                        let public = field.public().is_some();
                        let segment =
                            if public { Segment::Public(stack.key(said)) } else { Segment::Position(position, at) };
                        self.of_kind(field, item, at, &Path::to(path, segment), is_meant);
                    }
                }
                (Kind::List(_) | Kind::Array(..) | Kind::Tuple(_), Value::List(inside)) => {
                    for (index, (at, _)) in (0..).zip(stack.children(inside)) {
                        let item = match kind {
                            Kind::List(item) | Kind::Array(item, _) => *item,
                            Kind::Tuple(kinds) => kinds.get(index as usize).unwrap_or(&Kind::Any),
                            _ => &Kind::Any,
                        };
                        if item.holds_credential() {
                            self.of_kind(field, item, at, &Path::to(path, Segment::Index(index)), is_meant);
                        }
                    }
                }
                (kind, value) => {
                    if is_meant && matches!(kind, Kind::Credential) {
                        self.judge(field, at, path);
                    }
                    // something else than the type wants may be the credential all the same
                    self.all_below(at, value);
                }
            }
        }
    }

    fn judge(&mut self, field: &'static Field, entry: u32, path: &Path<'_>) {
        // two variants may have a name in common
        if self.held.is_refused(entry) {
            return;
        }
        let judge = self.walk.judge();
        let declared = field.credential().sources;
        let allowed = judge.policy.allowed(judge.environment.tier(), declared, || path.text());
        let said = self.stack.entry(entry);
        let kind = self.stack.source_kind(said);
        // what lies as low as the base file is shared as that is, unless it was made to hold the credentials of one environment
        let is_shared = self.stack.layer(said.layer).rank() <= Rank::Base && !AllowedSources::STRICT.contains(kind);
        let about = match (allowed.contains(kind), is_shared) {
            (false, _) => About::Source(kind, allowed),
            (true, true) => About::Shared(allowed),
            (true, false) => return,
        };
        // an allowance is for sources of one environment; nothing lets through what all of them share
        let may_be_allowed = !is_shared && AllowedSources::OPEN.contains(kind);
        if !may_be_allowed || judge.denies(CREDENTIAL_SOURCE, path, self.stack) {
            self.held.refuse(entry);
        }
        self.walk.note(Noted::Credential(about), path, entry);
    }

    fn all_below(&mut self, entry: u32, value: Value) {
        match value {
            Value::List(inside) | Value::Table(inside) => {
                let stack = self.stack;
                for (at, _) in stack.children(inside) {
                    for (at, said) in stack.definitions(at) {
                        self.all_below(at, said.value);
                    }
                }
            }
            _ => self.held.entries.push(entry),
        }
    }
}
