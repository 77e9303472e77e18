//! The fields of one table, read one by one.

use crate::finding::Finding;
use crate::nearest::nearest;
use crate::schema::{Field, Kind, Schema, Tag};
use crate::stack::{Entry, View};

use super::path::{Path, Segment};
use super::place::{Node, Place, other_kind};
use super::shape::Config;
use super::walk::{Noted, Walk};

/// The fields of one table, which a derived type reads one by one.
#[derive(Debug)]
pub struct Scope<'a> {
    walk: &'a Walk<'a>,
    schema: &'static Schema,
    /// `None` where no layer has the table: its fields take their defaults.
    table: Option<u32>,
    path: &'a Path<'a>,
    /// How many of the table's entries a field has claimed.
    claimed: u32,
    /// The entry that was claimed last.
    last: Option<u32>,
    /// The schemas whose fields stand in this table, for telling what is unknown.
    schemas: Vec<&'static Schema>,
    /// A higher layer changed the tag; what lower layers than this one say is shadowed.
    tag_layer: Option<u16>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(walk: &'a Walk<'a>, schema: &'static Schema, table: Option<u32>, path: &'a Path<'a>) -> Self {
        Self { walk, schema, table, path, claimed: 0, last: None, schemas: Vec::new(), tag_layer: None }
    }

    /// Reads one field: what stands there, else its default, else what the type makes of nothing.
    pub fn field<T>(
        &mut self,
        index: usize,
        read: impl FnOnce(Place<'_>) -> Option<T>,
        absent: impl FnOnce(Place<'_>) -> Option<T>,
    ) -> Option<T> {
        let field = &self.schema.fields()[index];
        let segment = Segment::Declared(field.name());
        let node = match (self.find(field), field.default_in(self.walk.judge().environment.tier())) {
            (Some(entry), _) => Node::Entry(entry),
            (None, Some(literal)) => Node::Literal(literal),
            (None, None) => return absent(Place::new(self.walk, Node::Absent, field, self.path, segment)),
        };
        read(Place::new(self.walk, node, field, self.path, segment))
    }

    /// Reads one field whose default is computed.
    pub fn field_or<T>(
        &mut self,
        index: usize,
        read: impl FnOnce(Place<'_>) -> Option<T>,
        computed: impl FnOnce() -> T,
    ) -> Option<T> {
        let field = &self.schema.fields()[index];
        match self.find(field) {
            Some(entry) => {
                read(Place::new(self.walk, Node::Entry(entry), field, self.path, Segment::Declared(field.name())))
            }
            None => Some(computed()),
        }
    }

    /// Reads the fields of another type that stand in this table.
    pub fn flatten<T: Config>(&mut self, _index: usize) -> Option<T> {
        self.with_schema(T::SCHEMA, T::fields)
    }

    /// Reads the fields of one variant, which stand beside the tag.
    pub fn within<T>(&mut self, index: usize, read: impl FnOnce(&mut Scope<'_>) -> Option<T>) -> Option<T> {
        let variant = self.schema.tag()?.variants().get(index)?;
        self.with_schema(variant.schema(), read)
    }

    fn with_schema<T>(&mut self, schema: &'static Schema, read: impl FnOnce(&mut Scope<'_>) -> Option<T>) -> Option<T> {
        let mut inner = Scope::new(self.walk, schema, self.table, self.path);
        let value = read(&mut inner);
        self.claimed += inner.claimed;
        self.schemas.push(schema);
        self.schemas.append(&mut inner.schemas);
        self.tag_layer = self.tag_layer.or(inner.tag_layer);
        value
    }

    /// Reads the tag and returns the index of the variant it names.
    pub fn variant(&mut self) -> Option<usize> {
        let tag = self.schema.tag()?;
        let path = Path::to(self.path, Segment::Declared(tag.key()));
        let names = || tag.variants().iter().map(|variant| variant.choice().name());
        let expected = || format!("one of {}", names().collect::<Vec<_>>().join(", "));
        let stack = self.walk.stack();
        let Some(entry) = self.table.and_then(|table| stack.find(table, tag.hash(), tag.key())) else {
            self.claim_all();
            self.walk.miss(&path, &expected(), &Kind::Any);
            return None;
        };
        self.claimed += 1;
        let chosen_by = |entry: &Entry| match stack.view(entry) {
            View::Text(text) | View::Raw(text) => tag.chosen_by(text),
            _ => None,
        };
        let said = stack.entry(entry);
        let index = chosen_by(said);
        if stack.definitions(entry).any(|(_, other)| chosen_by(other) != index) {
            self.tag_layer = Some(said.layer);
        }
        if index.is_none() {
            self.claim_all();
            let view = stack.view(said);
            let message = format!("expected {}, found {}", expected(), other_kind(view));
            let mut finding = Finding::new(message).with_key(path.to_string()).with_origin(stack.origin(entry));
            if let View::Text(text) | View::Raw(text) = view {
                if let Some(name) = nearest(text, names()) {
                    finding = finding.with_remedy(format!("did you mean {name}?"));
                }
            }
            self.walk.find(finding);
        }
        index
    }

    /// Where nothing says which keys are known, none is called unknown.
    fn claim_all(&mut self) {
        if let Some(table) = self.table {
            self.claimed = self.walk.stack().table_len(table);
        }
    }

    /// Holds a value against a rule of the user's.
    pub fn check<T>(
        &mut self,
        index: usize,
        value: Option<T>,
        check: impl FnOnce(&T) -> Result<(), &'static str>,
    ) -> Option<T> {
        let value = value?;
        let Err(words) = check(&value) else { return Some(value) };
        let field = &self.schema.fields()[index];
        let path = Path::to(self.path, Segment::Declared(field.name()));
        let mut finding = Finding::new(words).with_key(path.to_string());
        if let Some(entry) = self.lookup(field) {
            finding = finding.with_origin(self.walk.stack().origin(entry));
        }
        self.walk.find(finding);
        None
    }

    /// Holds the whole value of the table against a rule of the user's.
    pub fn check_all<T>(&mut self, value: Option<T>, check: impl FnOnce(&T) -> Result<(), &'static str>) -> Option<T> {
        let value = value?;
        let Err(words) = check(&value) else { return Some(value) };
        let key = self.path.to_string();
        let finding = Finding::new(words);
        self.walk.find(if key.is_empty() { finding } else { finding.with_key(key) });
        None
    }

    /// Claims the entry of a field, by its name or an alias; of several the one of the highest layer counts.
    #[inline]
    fn find(&mut self, field: &'static Field) -> Option<u32> {
        let table = self.table?;
        let stack = self.walk.stack();
        let mut found = stack.find_after(self.last, table, field.hash(), field.name());
        if found.is_some() {
            self.claimed += 1;
            self.last = found;
        }
        for alias in field.aliases() {
            let Some(entry) = stack.find_key(table, alias) else { continue };
            self.claimed += 1;
            found = match found {
                Some(other) if stack.entry(other).layer == stack.entry(entry).layer => {
                    let path = Path::to(self.path, Segment::Declared(field.name()));
                    let finding = Finding::new("is set twice in one source, under two of its names")
                        .with_key(path.to_string())
                        .with_origin(stack.key_origin(entry))
                        .with_remedy(format!("keep {}", field.name()));
                    self.walk.find(finding);
                    Some(other)
                }
                Some(other) if stack.entry(other).layer > stack.entry(entry).layer => Some(other),
                _ => Some(entry),
            };
        }
        let entry = found?;
        if field.is_dev_only() || field.deprecated().is_some() {
            let path = Path::to(self.path, Segment::Declared(field.name()));
            if field.is_dev_only() {
                self.walk.note(Noted::DevOnly, &path, entry);
            }
            if let Some(instead) = field.deprecated() {
                self.walk.note(Noted::Deprecated(instead), &path, entry);
            }
        }
        Some(entry)
    }

    /// As [`find`](Self::find), without claiming.
    fn lookup(&self, field: &Field) -> Option<u32> {
        let (table, stack) = (self.table?, self.walk.stack());
        let named = stack.find(table, field.hash(), field.name());
        let aliased = field.aliases().iter().filter_map(|alias| stack.find_key(table, alias));
        named.into_iter().chain(aliased).max_by_key(|entry| stack.entry(*entry).layer)
    }

    /// Notes every entry that no field has claimed.
    pub(super) fn finish(self) {
        let Some(table) = self.table else { return };
        let stack = self.walk.stack();
        // where several types share a table they may claim one entry twice, so the count says nothing
        if self.schemas.is_empty() && self.claimed >= stack.table_len(table) {
            return;
        }
        let schemas = || std::iter::once(&self.schema).chain(&self.schemas);
        let names = || {
            schemas().flat_map(|schema| {
                let fields = schema.fields().iter().filter(|field| !field.is_flattened());
                let names =
                    fields.flat_map(|field| std::iter::once(field.name()).chain(field.aliases().iter().copied()));
                schema.tag().map(Tag::key).into_iter().chain(names)
            })
        };
        let mut suggestions = 32;
        for (position, (entry, said)) in (1..).zip(stack.children(table)) {
            let key = stack.key(said);
            if names().any(|name| name == key) || self.tag_layer.is_some_and(|layer| said.layer < layer) {
                continue;
            }
            let meant = if suggestions > 0 { nearest(key, names()) } else { None };
            suggestions -= i32::from(suggestions > 0);
            let path = Path::to(self.path, Segment::Position(position, entry));
            self.walk.note(Noted::Unknown(meant), &path, entry);
        }
    }
}
