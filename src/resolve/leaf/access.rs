//! Containers, as serde walks them.

use std::cell::RefCell;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};

use crate::policy::SourceKind;
use crate::rank::Rank;
use crate::schema::Literal;
use crate::stack::{Layer, ROOT, Stack, View, Writer};

use super::deserializer::{Leaf, LiteralLeaf};
use super::error::{LeafError, Problem, Step};

/// The way from the root, by keys of the document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trail<'a> {
    above: Option<&'a Self>,
    key: &'a str,
}

impl Trail<'_> {
    pub(crate) const ROOT: Trail<'static> = Trail { above: None, key: "" };

    fn keys(&self) -> Vec<Box<str>> {
        let mut keys = Vec::new();
        let mut here = self;
        while let Some(above) = here.above {
            keys.push(here.key.into());
            here = above;
        }
        keys.reverse();
        keys
    }
}

/// The structs that serde asked for, with the names of their fields: all that a type without schema says about itself.
#[derive(Debug, Default)]
pub(crate) struct StructSeen(pub(crate) RefCell<Vec<SeenStruct>>);

/// The way to a struct, its table, and the names of its fields.
pub(crate) type SeenStruct = (Vec<Box<str>>, u32, &'static [&'static str]);

impl StructSeen {
    pub(super) fn note(&self, trail: &Trail<'_>, table: u32, fields: &'static [&'static str]) {
        self.0.borrow_mut().push((trail.keys(), table, fields));
    }
}

/// Reads a JSON text that stands in a variable.
pub(super) fn in_json<T>(
    leaf: Leaf<'_>,
    text: &str,
    read: impl FnOnce(Leaf<'_>) -> Result<T, LeafError>,
) -> Result<T, LeafError> {
    let (mut stack, mut troubles) = (Stack::new(), Vec::new());
    let layer = stack.push_layer(Layer::named(Rank::Variable, SourceKind::Variable, ""));
    let mut writer = Writer::of_values(&mut stack, layer, 0, &mut troubles);
    writer.at_path(std::iter::once("value"));
    let start = writer.keep_text(text);
    writer.json(start);
    let value = stack.find_key(ROOT, "value");
    match (value, troubles.is_empty()) {
        (Some(value), true) => {
            let view = stack.view(stack.entry(value));
            // places inside mean nothing outside of this text
            read(Leaf::of_view(&stack, view, None)).map_err(|error| error.rooted_at(leaf.entry))
        }
        _ => Err(LeafError::new(Problem::Json).at(leaf.entry)),
    }
}

/// The items of a list.
pub(super) struct Seq<'a> {
    of: Leaf<'a>,
    items: Box<dyn Iterator<Item = u32> + 'a>,
    index: u32,
}

impl<'a> Seq<'a> {
    pub(super) fn new(of: Leaf<'a>, list: u32) -> Self {
        Self { of, items: Box::new(of.stack.children(list).map(|(entry, _)| entry)), index: 0 }
    }
}

impl<'de> SeqAccess<'de> for Seq<'_> {
    type Error = LeafError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, LeafError> {
        let Some(entry) = self.items.next() else { return Ok(None) };
        let step = Step::Index(self.index);
        self.index += 1;
        let value = seed.deserialize(Leaf::new(self.of.stack, entry, None));
        value.map(Some).map_err(|error| error.below(step, entry))
    }
}

/// The items of a list that a variable gives with commas.
pub(super) struct Split<'a> {
    of: Leaf<'a>,
    items: std::str::Split<'a, char>,
}

impl<'a> Split<'a> {
    pub(super) fn new(of: Leaf<'a>, text: &'a str) -> Self {
        Self { of, items: text.split(',') }
    }
}

impl<'de> SeqAccess<'de> for Split<'_> {
    type Error = LeafError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, LeafError> {
        let Some(item) = self.items.next() else { return Ok(None) };
        seed.deserialize(Leaf::of_view(self.of.stack, View::Raw(item.trim()), None)).map(Some)
    }
}

/// The keys and values of a table.
pub(super) struct Map<'a> {
    of: Leaf<'a>,
    entries: Box<dyn Iterator<Item = u32> + 'a>,
    declared: &'static [&'static str],
    position: u32,
    current: Option<u32>,
}

impl<'a> Map<'a> {
    pub(super) fn new(of: Leaf<'a>, table: u32, declared: &'static [&'static str]) -> Self {
        let entries = Box::new(of.stack.children(table).map(|(entry, _)| entry));
        Self { of, entries, declared, position: 0, current: None }
    }

    fn step(&self, key: &str) -> Step {
        match self.declared.iter().find(|name| **name == key) {
            Some(name) => Step::Declared(name),
            None => Step::Position(self.position),
        }
    }
}

impl<'de> MapAccess<'de> for Map<'_> {
    type Error = LeafError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, LeafError> {
        self.current = self.entries.next();
        let Some(entry) = self.current else { return Ok(None) };
        self.position += 1;
        let key = self.of.stack.key(self.of.stack.entry(entry));
        let read: StrDeserializer<'_, LeafError> = key.into_deserializer();
        seed.deserialize(KeyDeserializer(read, key)).map(Some).map_err(|error| error.below(self.step(key), entry))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, LeafError> {
        let Some(entry) = self.current.take() else { return Err(LeafError::new(Problem::Value)) };
        let stack = self.of.stack;
        let key = stack.key(stack.entry(entry));
        let trail = self.of.seen.map(|(seen, above)| (seen, Trail { above: Some(above), key }));
        let leaf = Leaf::new(stack, entry, trail.as_ref().map(|(seen, trail)| (*seen, trail)));
        seed.deserialize(leaf).map_err(|error| error.below(self.step(key), entry))
    }
}

/// Keys are text; a map whose keys are numbers reads them from it.
struct KeyDeserializer<'a>(StrDeserializer<'a, LeafError>, &'a str);

macro_rules! key_numbers {
    ($($method:ident $visit:ident $ty:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
            match self.1.parse::<$ty>() {
                Ok(number) => visitor.$visit(number),
                Err(_) => self.0.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> serde::Deserializer<'de> for KeyDeserializer<'_> {
    type Error = LeafError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        self.0.deserialize_any(visitor)
    }

    key_numbers! {
        deserialize_i8 visit_i8 i8; deserialize_i16 visit_i16 i16; deserialize_i32 visit_i32 i32; deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_u8 u8; deserialize_u16 visit_u16 u16; deserialize_u32 visit_u32 u32; deserialize_u64 visit_u64 u64;
        deserialize_bool visit_bool bool;
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, LeafError> {
        self.0.deserialize_enum(name, names, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, LeafError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        visitor.visit_some(self)
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A table with one key, which names the variant.
pub(super) struct Enum<'a> {
    of: Leaf<'a>,
    table: u32,
    names: &'static [&'static str],
}

impl<'a> Enum<'a> {
    pub(super) fn new(of: Leaf<'a>, table: u32, names: &'static [&'static str]) -> Self {
        Self { of, table, names }
    }
}

impl<'a, 'de> EnumAccess<'de> for Enum<'a> {
    type Error = LeafError;
    type Variant = Chosen<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Chosen<'a>), LeafError> {
        let stack = self.of.stack;
        let mut entries = stack.children(self.table);
        let (Some((entry, said)), None) = (entries.next(), entries.next()) else {
            return Err(LeafError::new(Problem::Kind("a table that does not have exactly one key")));
        };
        let key = stack.key(said);
        let step = self.names.iter().find(|name| **name == key).map_or(Step::Position(1), |name| Step::Declared(name));
        let name: StrDeserializer<'_, LeafError> = key.into_deserializer();
        let variant = seed.deserialize(name).map_err(|error| error.at(Some(entry)))?;
        Ok((variant, Chosen { leaf: Leaf::new(stack, entry, None), entry, step }))
    }
}

/// What stands below the name of a variant.
pub(super) struct Chosen<'a> {
    leaf: Leaf<'a>,
    entry: u32,
    step: Step,
}

impl<'de> VariantAccess<'de> for Chosen<'_> {
    type Error = LeafError;

    fn unit_variant(self) -> Result<(), LeafError> {
        match self.leaf.view {
            View::Null => Ok(()),
            view => Err(LeafError::new(Problem::Kind(view.kind())).below(self.step, self.entry)),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, LeafError> {
        seed.deserialize(self.leaf).map_err(|error| error.below(self.step, self.entry))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, LeafError> {
        let value = serde::Deserializer::deserialize_tuple(self.leaf, length, visitor);
        value.map_err(|error| error.below(self.step, self.entry))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, LeafError> {
        let value = serde::Deserializer::deserialize_struct(self.leaf, "", fields, visitor);
        value.map_err(|error| error.below(self.step, self.entry))
    }
}

/// A date, in the form in which the toml crates ask for it.
pub(super) struct Datetime<'a> {
    field: Option<&'static str>,
    text: &'a str,
}

impl<'a> Datetime<'a> {
    pub(super) fn new(field: &'static str, text: &'a str) -> Self {
        Self { field: Some(field), text }
    }
}

impl<'de> MapAccess<'de> for Datetime<'_> {
    type Error = LeafError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, LeafError> {
        let Some(field) = self.field.take() else { return Ok(None) };
        let key: StrDeserializer<'_, LeafError> = field.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, LeafError> {
        let text: StrDeserializer<'_, LeafError> = self.text.into_deserializer();
        seed.deserialize(text)
    }
}

/// The items of a default.
pub(super) struct Literals(std::slice::Iter<'static, Literal>);

impl Literals {
    pub(super) fn new(items: &'static [Literal]) -> Self {
        Self(items.iter())
    }
}

impl<'de> SeqAccess<'de> for Literals {
    type Error = LeafError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, LeafError> {
        self.0.next().map(|literal| seed.deserialize(LiteralLeaf(literal))).transpose()
    }
}

impl<'de> MapAccess<'de> for Literals {
    type Error = LeafError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, _: S) -> Result<Option<S::Value>, LeafError> {
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, _: S) -> Result<S::Value, LeafError> {
        Err(LeafError::new(Problem::Value))
    }
}
