//! The deserializer that foreign types read from.
//!
//! Text of a source without types (a variable, a dotenv file) is interpreted when serde says which type it wants, so `007` is
//! `007` for a text and 7 for a number.

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::schema::{Literal, Number};
use crate::stack::{ROOT, Stack, View};

use super::access::{Enum, Literals, Map, Seq, StructSeen, Trail, in_json};
use super::error::{LeafError, Problem};

/// A value that a foreign type reads.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'a> {
    pub(super) stack: &'a Stack,
    pub(super) view: View<'a>,
    literal: Option<&'static Literal>,
    pub(super) entry: Option<u32>,
    /// Where the structs that serde asks for are noted, with the way to here.
    pub(super) seen: Option<(&'a StructSeen, &'a Trail<'a>)>,
}

impl<'a> Leaf<'a> {
    pub(crate) fn new(stack: &'a Stack, entry: u32, seen: Option<(&'a StructSeen, &'a Trail<'a>)>) -> Self {
        Self { stack, view: stack.view(stack.entry(entry)), literal: None, entry: Some(entry), seen }
    }

    pub(crate) fn of_view(stack: &'a Stack, view: View<'a>, literal: Option<&'static Literal>) -> Self {
        Self { stack, view, literal, entry: None, seen: None }
    }

    pub(crate) fn of_root(stack: &'a Stack, seen: &'a StructSeen, trail: &'a Trail<'a>) -> Self {
        Self { stack, view: View::Table(ROOT), literal: None, entry: None, seen: Some((seen, trail)) }
    }

    fn place<T>(self, result: Result<T, LeafError>) -> Result<T, LeafError> {
        result.map_err(|error| error.at(self.entry))
    }

    fn mismatch<T>(self) -> Result<T, LeafError> {
        Err(LeafError::new(Problem::Kind(self.view.kind())).at(self.entry))
    }

    fn number<T>(self, words: &'static str, read: impl FnOnce(&str) -> Option<T>) -> Option<Result<T, LeafError>> {
        let (View::Raw(text) | View::Wide(text)) = self.view else { return None };
        if let Some(Literal::Number(Number::Integer(_))) = self.literal {
            return None;
        }
        Some(read(text.trim()).ok_or_else(|| LeafError::new(Problem::Number(words)).at(self.entry)))
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $ty:ty: $words:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
            match self.number($words, |text| text.parse::<$ty>().ok()) {
                Some(number) => self.place(number.and_then(|number| visitor.$visit(number))),
                None => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Leaf<'_> {
    type Error = LeafError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        if let Some(literal) = self.literal {
            return visit_literal(literal, visitor);
        }
        self.place(match self.view {
            View::Null => visitor.visit_unit(),
            View::Boolean(value) => visitor.visit_bool(value),
            View::Integer(number) => visitor.visit_i64(number),
            View::Wide(digits) => visit_wide(digits, visitor),
            View::Float(number) => visitor.visit_f64(number),
            View::Text(text) | View::Datetime(text) | View::Raw(text) => visitor.visit_str(text),
            View::List(list) => visitor.visit_seq(Seq::new(self, list)),
            View::Table(table) => visitor.visit_map(Map::new(self, table, &[])),
        })
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        match self.view {
            View::Raw("true") => visitor.visit_bool(true),
            View::Raw("false") => visitor.visit_bool(false),
            _ => self.deserialize_any(visitor),
        }
    }

    numbers! {
        deserialize_i8 visit_i8 i8: "a whole number from -128 to 127";
        deserialize_i16 visit_i16 i16: "a whole number from -32768 to 32767";
        deserialize_i32 visit_i32 i32: "a whole number from -2147483648 to 2147483647";
        deserialize_i64 visit_i64 i64: "a whole number of 64 bits";
        deserialize_i128 visit_i128 i128: "a whole number of 128 bits";
        deserialize_u8 visit_u8 u8: "a whole number from 0 to 255";
        deserialize_u16 visit_u16 u16: "a whole number from 0 to 65535";
        deserialize_u32 visit_u32 u32: "a whole number from 0 to 4294967295";
        deserialize_u64 visit_u64 u64: "a whole number of 64 bits, from 0";
        deserialize_u128 visit_u128 u128: "a whole number of 128 bits, from 0";
        deserialize_f32 visit_f32 f32: "a number";
        deserialize_f64 visit_f64 f64: "a number";
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        match (self.view, self.literal) {
            (View::Null, None) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        match self.view {
            View::Null => visitor.visit_unit(),
            _ => self.mismatch(),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, LeafError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, LeafError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        match self.view {
            View::Raw(text) if text.trim_start().starts_with('[') => {
                in_json(self, text, |leaf| leaf.deserialize_any(visitor))
            }
            View::Raw("") => self.mismatch(),
            View::Raw(text) => self.place(visitor.visit_seq(super::access::Split::new(self, text))),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, LeafError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, LeafError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        match self.view {
            View::Raw(text) if text.trim_start().starts_with('{') => {
                in_json(self, text, |leaf| leaf.deserialize_any(visitor))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, LeafError> {
        match self.view {
            // how the toml crates ask for a date: a struct with one field of a private name
            View::Datetime(text) if name.starts_with("$__toml_private") && fields.len() == 1 => {
                visitor.visit_map(super::access::Datetime::new(fields[0], text))
            }
            View::Table(table) => {
                if let Some((seen, trail)) = self.seen {
                    seen.note(trail, table, fields);
                }
                self.place(visitor.visit_map(Map::new(self, table, fields)))
            }
            _ => self.deserialize_map(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, LeafError> {
        if let Some(literal) = self.literal {
            return LiteralLeaf(literal).deserialize_enum("", names, visitor);
        }
        match self.view {
            View::Raw(text) if text.trim_start().starts_with('{') => {
                in_json(self, text, |leaf| leaf.deserialize_enum("", names, visitor))
            }
            View::Text(text) | View::Raw(text) => {
                let name: StrDeserializer<'_, LeafError> = text.into_deserializer();
                self.place(visitor.visit_enum(name))
            }
            View::Table(table) => self.place(visitor.visit_enum(Enum::new(self, table, names))),
            _ => self.mismatch(),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        match self.view {
            View::Text(text) | View::Raw(text) => self.place(visitor.visit_bytes(text.as_bytes())),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { char str string identifier }
}

fn visit_wide<'de, V: Visitor<'de>>(digits: &str, visitor: V) -> Result<V::Value, LeafError> {
    match (digits.parse::<u64>(), digits.parse::<i128>(), digits.parse::<u128>()) {
        (Ok(number), ..) => visitor.visit_u64(number),
        (_, Ok(number), _) => visitor.visit_i128(number),
        (.., Ok(number)) => visitor.visit_u128(number),
        _ => Err(LeafError::new(Problem::Value)),
    }
}

fn visit_literal<'de, V: Visitor<'de>>(literal: &'static Literal, visitor: V) -> Result<V::Value, LeafError> {
    match literal {
        Literal::Text(text) => BorrowedStrDeserializer::<LeafError>::new(text).deserialize_any(visitor),
        Literal::Boolean(value) => visitor.visit_bool(*value),
        Literal::Number(Number::Float(number)) => visitor.visit_f64(*number),
        Literal::Number(Number::Integer(number)) => match i64::try_from(*number) {
            Ok(number) => visitor.visit_i64(number),
            Err(_) => visitor.visit_i128(*number),
        },
        Literal::List(items) => visitor.visit_seq(Literals::new(items)),
        Literal::EmptyTable => visitor.visit_map(Literals::new(&[])),
    }
}

/// A literal on its own, as an item of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct LiteralLeaf(pub(super) &'static Literal);

impl<'de> Deserializer<'de> for LiteralLeaf {
    type Error = LeafError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        visit_literal(self.0, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeafError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, LeafError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, LeafError> {
        match self.0 {
            Literal::Text(text) => {
                let name: StrDeserializer<'_, LeafError> = (*text).into_deserializer();
                visitor.visit_enum(name)
            }
            _ => Err(LeafError::new(Problem::Value)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}
