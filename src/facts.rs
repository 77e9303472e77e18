//! What a schema and a stack say together: each key, with what won and what it shadows.
//!
//! Explaining, comparing, fingerprinting and handing out all walk these facts, so they agree by construction.

use crate::exact::Exact;
use crate::key::{dotted, write_segment};
use crate::origin::Origin;
use crate::policy::AllowedSources;
use crate::schema::{Field, Kind, Literal, Parity, Schema};
use crate::stack::{ROOT, Stack, View};
use crate::tier::Tier;

/// One key of a configuration.
#[derive(Debug)]
pub(crate) struct Fact {
    /// The segments as they are.
    pub(crate) path: Vec<Box<str>>,
    /// The key as it may be shown: map keys by position.
    pub(crate) shown: String,
    /// What wins; `None` where no layer sets the key.
    pub(crate) entry: Option<u32>,
    pub(crate) field: Option<&'static Field>,
    pub(crate) kind: &'static Kind,
    /// Below a map, where keys and values are whatever a document says, and nobody called them public.
    pub(crate) free: bool,
    /// One entry of a map: the field's default is that of the whole map.
    pub(crate) is_entry: bool,
    pub(crate) declared: Declared,
    tier: Tier,
}

/// What the field of a key, or of a table above it, declares of environments side by side.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Declared {
    /// Each deployment supplies the value.
    pub(crate) supplied: bool,
    /// It belongs to development alone.
    pub(crate) dev_only: bool,
    /// The nearest field that says how environments relate.
    pub(crate) parity: Parity,
    /// The key is the tag of an enum; the variant that it chooses.
    pub(crate) variant: Option<&'static str>,
}

impl Declared {
    fn below(self, field: &Field) -> Self {
        let parity = if field.parity() == Parity::Unsaid { self.parity } else { field.parity() };
        let (supplied, dev_only) = (self.supplied || field.is_supplied(), self.dev_only || field.is_dev_only());
        Self { supplied, dev_only, parity, variant: None }
    }
}

impl Fact {
    /// The key, exactly.
    #[inline]
    pub(crate) fn key(&self) -> String {
        dotted(self.path.iter().map(AsRef::as_ref))
    }

    /// What tells the key from others; `None` where it is the one that is shown.
    pub(crate) fn exact(&self) -> Option<Exact> {
        let key = self.key();
        (key != self.shown).then(|| Exact::of(&key))
    }

    pub(crate) fn default(&self) -> Option<&'static Literal> {
        self.field.filter(|_| !self.is_entry).and_then(|field| field.default_in(self.tier))
    }

    pub(crate) fn is_credential(&self) -> bool {
        holds_credential(self.kind)
    }

    /// Whether its value may be shown.
    pub(crate) fn is_shown(&self) -> bool {
        let public = self.field.is_some_and(|field| field.public().is_some());
        !self.is_credential() && (public || !self.free && !holds_foreign(self.kind))
    }

    /// Whether a layer or a default gives it a value. An empty map is none.
    #[inline]
    pub(crate) fn has_value(&self, stack: &Stack) -> bool {
        let is_default = || {
            let literal = self.default().is_some_and(|literal| !matches!(literal, Literal::EmptyTable));
            literal || self.field.is_some_and(|field| field.is_computed() && !self.is_entry)
        };
        match self.entry.map(|entry| stack.view(stack.entry(entry))) {
            None => is_default(),
            // where a type is known, null is how a layer leaves an `Option` unset
            Some(View::Null) => self.field.is_none(),
            Some(View::Table(table)) => stack.table_len(table) > 0,
            Some(_) => true,
        }
    }

    /// All origins, winner first; the default of the type comes last.
    #[inline]
    pub(crate) fn origins(&self, stack: &Stack) -> Vec<Origin> {
        let said = self.entry.into_iter().flat_map(|entry| stack.definitions(entry));
        let mut origins: Vec<_> = said.map(|(entry, _)| stack.origin(entry)).collect();
        if self.default().is_some() {
            origins.push(Origin::DEFAULT);
        } else if self.field.is_some_and(|field| field.is_computed() && !self.is_entry) {
            origins.push(Origin::COMPUTED);
        }
        origins
    }
}

/// Tables of their own are left to whoever shows their fields.
pub(crate) fn holds_credential(kind: &Kind) -> bool {
    match kind {
        Kind::Credential => true,
        Kind::List(item) | Kind::Array(item, _) | Kind::Map(item) => holds_credential(item),
        Kind::Tuple(kinds) => kinds.iter().any(holds_credential),
        _ => false,
    }
}

fn holds_foreign(kind: &Kind) -> bool {
    match kind {
        Kind::Any => true,
        Kind::List(item) | Kind::Array(item, _) => holds_foreign(item) || matches!(item, Kind::Table(_) | Kind::Map(_)),
        Kind::Tuple(kinds) => kinds.iter().any(holds_foreign),
        _ => false,
    }
}

/// Collects the facts: by schema where there is one, else by what the layers hold.
pub(crate) fn facts(stack: &Stack, schema: Option<&'static Schema>, tier: Tier) -> Vec<Fact> {
    let declared = Declared::default();
    let mut walk = Walk { stack, tier, facts: Vec::new(), path: Vec::new(), shown: Vec::new(), declared };
    match schema {
        Some(schema) => walk.schema(schema, Some(ROOT), false),
        None => walk.free(&Kind::Any, ROOT, None),
    }
    walk.facts
}

struct Walk<'a> {
    stack: &'a Stack,
    tier: Tier,
    facts: Vec<Fact>,
    path: Vec<Box<str>>,
    shown: Vec<Box<str>>,
    declared: Declared,
}

impl Walk<'_> {
    fn schema(&mut self, schema: &'static Schema, table: Option<u32>, free: bool) {
        if let Some(tag) = schema.tag() {
            let entry = table.and_then(|table| self.stack.find(table, tag.hash(), tag.key()));
            let text = entry.and_then(|entry| self.stack.text_of(entry));
            let chosen = text.and_then(|text| tag.chosen_by(text)).and_then(|index| tag.variants().get(index));
            let outside = self.declared;
            self.declared.variant = chosen.map(|variant| variant.choice().name());
            self.below(tag.key(), None, |walk| walk.push(entry, None, &Kind::Text("text"), free));
            self.declared = outside;
            if let Some(variant) = chosen {
                self.schema(variant.schema(), table, free);
            }
        }
        let outside = self.declared;
        for field in schema.fields() {
            self.declared = outside.below(field);
            match field.kind() {
                Kind::Table(inner) if field.is_flattened() => self.schema(inner, table, free),
                _ => {
                    let entry = table.and_then(|table| lookup(self.stack, table, field));
                    self.below(field.name(), None, |walk| walk.value(field.kind(), Some(field), entry, free));
                }
            }
        }
        self.declared = outside;
    }

    fn value(&mut self, kind: &'static Kind, field: Option<&'static Field>, entry: Option<u32>, free: bool) {
        let table = entry.and_then(|entry| match self.stack.view(self.stack.entry(entry)) {
            View::Table(table) => Some(table),
            _ => None,
        });
        match (kind, table) {
            (Kind::Table(schema), Some(table)) => self.schema(schema, Some(table), free),
            (Kind::Table(schema), None) if entry.is_none() && !field.is_some_and(Field::is_optional) => {
                self.schema(schema, None, free);
            }
            (Kind::Map(item), Some(table)) if self.stack.table_len(table) > 0 => self.free(item, table, field),
            // a foreign type is one leaf, whatever it holds; without a schema tables are walked
            (Kind::Any, Some(table)) if field.is_none() && self.stack.table_len(table) > 0 => {
                self.free(kind, table, field);
            }
            (Kind::Any, Some(_)) if field.is_none() => {}
            _ => self.push(entry, field, kind, free),
        }
    }

    /// The entries of a table whose keys are free.
    fn free(&mut self, kind: &'static Kind, table: u32, field: Option<&'static Field>) {
        let public = field.is_none_or(|field| field.public().is_some());
        let entries: Vec<_> = self.stack.children(table).map(|(entry, said)| (entry, self.stack.key(said))).collect();
        for (position, (entry, key)) in (1..).zip(entries) {
            let shown = if public { None } else { Some(format!("<key {position}>")) };
            self.below(key, shown, |walk| walk.value(kind, field, Some(entry), !public));
        }
    }

    fn below(&mut self, key: &str, shown: Option<String>, visit: impl FnOnce(&mut Self)) {
        self.path.push(key.into());
        let mut segment = String::new();
        match shown {
            Some(shown) => segment = shown,
            None => {
                let _ = write_segment(&mut segment, key);
            }
        }
        self.shown.push(segment.into());
        visit(self);
        self.path.pop();
        self.shown.pop();
    }

    fn push(&mut self, entry: Option<u32>, field: Option<&'static Field>, kind: &'static Kind, free: bool) {
        let shown = self.shown.join(".");
        let is_entry = field.is_some_and(|field| !std::ptr::eq(field.kind(), kind));
        // where no type says what a credential is, a source that is made for them does
        let is_kept_apart = |entry| AllowedSources::STRICT.contains(self.stack.source_kind(self.stack.entry(entry)));
        let kind = match (kind, field, entry) {
            (Kind::Any, None, Some(entry)) if is_kept_apart(entry) => &Kind::Credential,
            _ => kind,
        };
        let (path, declared, tier) = (self.path.clone(), self.declared, self.tier);
        self.facts.push(Fact { path, shown, entry, field, kind, free, is_entry, declared, tier });
    }
}

/// The entry of a field by its name or an alias; of several, the one of the highest layer.
fn lookup(stack: &Stack, table: u32, field: &Field) -> Option<u32> {
    let named = stack.find(table, field.hash(), field.name());
    let aliased = field.aliases().iter().filter_map(|alias| stack.find_key(table, alias));
    // of equals the last is taken, and the name itself goes before an alias
    aliased.chain(named).max_by_key(|entry| stack.entry(*entry).layer)
}
