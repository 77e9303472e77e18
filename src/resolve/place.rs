//! One place in a configuration: what stands there, and what to say if it is not what was wanted.

use std::path::PathBuf;

use crate::finding::Finding;
use crate::nearest::nearest;
use crate::origin::Origin;
use crate::schema::{Choice, Field, Kind, Literal, Number};
use crate::stack::View;

use super::leaf;
use super::path::{Path, Segment};
use super::scope::Scope;
use super::shape::Config;
use super::walk::Walk;
use super::words::{expected, kind_words};

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Node {
    Entry(u32),
    Literal(&'static Literal),
    Absent,
}

/// One place in a configuration, which a type reads its value from.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    walk: &'a Walk<'a>,
    node: Node,
    field: &'static Field,
    above: &'a Path<'a>,
    segment: Segment<'a>,
    /// The words of the item's kind, where the place lies inside the field's own value.
    inside: Option<&'static Kind>,
}

impl<'a> Place<'a> {
    pub(super) const fn new(
        walk: &'a Walk<'a>,
        node: Node,
        field: &'static Field,
        above: &'a Path<'a>,
        segment: Segment<'a>,
    ) -> Self {
        Self { walk, node, field, above, segment, inside: None }
    }

    pub(super) fn path(&self) -> Path<'_> {
        Path::to(self.above, self.segment)
    }

    pub(super) const fn field(&self) -> &'static Field {
        self.field
    }

    pub(super) const fn walk(&self) -> &'a Walk<'a> {
        self.walk
    }

    pub(super) const fn node(&self) -> Node {
        self.node
    }

    /// The same place, wanting something of another kind.
    pub(super) const fn of_kind(self, kind: &'static Kind) -> Self {
        Self { inside: Some(kind), ..self }
    }

    /// Whether it is read for staging or production.
    pub(super) const fn is_deployed(&self) -> bool {
        self.walk.judge().environment.tier().is_deployed()
    }

    /// Whether a layer, not a default, says what stands here.
    pub(super) const fn is_set(&self) -> bool {
        matches!(self.node, Node::Entry(_))
    }

    pub(super) const fn literal(&self) -> Option<&'static Literal> {
        match self.node {
            Node::Literal(literal) => Some(literal),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn view(&self) -> View<'a> {
        match self.node {
            Node::Entry(entry) => {
                let stack = self.walk.stack();
                stack.view(stack.entry(entry))
            }
            Node::Literal(literal) => literal_view(literal),
            Node::Absent => View::Null,
        }
    }

    pub(super) fn origin(&self) -> Origin {
        match self.node {
            Node::Entry(entry) => self.walk.stack().origin(entry),
            _ => Origin::DEFAULT,
        }
    }

    fn expected(&self) -> std::borrow::Cow<'static, str> {
        match self.inside {
            Some(kind) => kind_words(kind),
            None => expected(self.field),
        }
    }

    /// Says that the kind of thing that stands here is not the wanted one.
    ///
    /// The words are found once and not for every type that there is, here and below.
    pub(super) fn mismatch<T>(self) -> Option<T> {
        self.say_mismatch();
        None
    }

    fn say_mismatch(self) {
        let view = self.view();
        let message = format!("expected {}, found {}", self.expected(), view.kind());
        let kind = self.inside.unwrap_or(self.field.kind());
        let remedy = match (kind, view) {
            (Kind::Integer { .. } | Kind::Float | Kind::Boolean, View::Text(_)) => Some("write it without quotes"),
            (Kind::Text(_) | Kind::Choice(_), View::Integer(_) | View::Float(_) | View::Boolean(_) | View::Wide(_)) => {
                Some("write it between quotes")
            }
            (Kind::List(_) | Kind::Array(..) | Kind::Tuple(_), View::Text(_) | View::Integer(_)) => {
                Some("write it between [ and ]")
            }
            (_, View::Null) => Some("remove the key to leave it unset, or give it a value"),
            _ => None,
        };
        self.say(message, remedy);
    }

    /// Says that the thing is of the right kind and not acceptable all the same.
    pub(super) fn unfit<T>(self, found: &str) -> Option<T> {
        self.say_unfit(found);
        None
    }

    fn say_unfit(self, found: &str) {
        self.say(format!("expected {}, found {found}", self.expected()), None);
    }

    pub(super) fn say(self, message: String, remedy: Option<&'static str>) {
        let mut finding = Finding::new(message).with_key(self.path().to_string()).with_origin(self.origin());
        if let Some(remedy) = remedy {
            finding = finding.with_remedy(remedy);
        }
        self.walk.find(finding);
    }

    /// Says that the key is required.
    pub fn missing<T>(self) -> Option<T> {
        self.say_missing();
        None
    }

    fn say_missing(self) {
        let kind = self.field.kind();
        let is_supplied = self.field.is_supplied() || matches!(kind, Kind::Credential);
        if !(is_supplied && self.walk.is_without_supplied()) {
            self.walk.miss(&self.path(), &self.expected(), kind);
        }
    }

    /// Reads the table that stands here.
    pub fn table<T: Config>(self) -> Option<T> {
        match self.view() {
            View::Table(table) => self.read_table(Some(table)),
            _ => self.mismatch(),
        }
    }

    /// Reads a table that no layer has: every field takes its default, or is missing.
    pub fn absent_table<T: Config>(self) -> Option<T> {
        self.read_table(None)
    }

    fn read_table<T: Config>(self, table: Option<u32>) -> Option<T> {
        let path = self.path();
        let mut scope = Scope::new(self.walk, T::SCHEMA, table, &path);
        let value = T::fields(&mut scope);
        scope.finish();
        value
    }

    /// Reads a text out of a fixed set and returns its index.
    pub fn choice(self, kind: &'static Kind) -> Option<usize> {
        let Kind::Choice(choices) = kind else { return None };
        let place = Self { inside: Some(kind), ..self };
        let (View::Text(text) | View::Raw(text)) = place.view() else { return place.mismatch() };
        let index = choices.iter().position(|choice| choice.is_meant_by(text));
        if index.is_none() {
            let message = format!("expected {}, found another text", place.expected());
            let names = choices.iter().map(Choice::name);
            let remedy = nearest(text, names).map(|name| format!("did you mean {name}?"));
            let mut finding = Finding::new(message).with_key(place.path().to_string()).with_origin(place.origin());
            if let Some(remedy) = remedy {
                finding = finding.with_remedy(remedy);
            }
            place.walk.find(finding);
        }
        index
    }

    /// Reads a foreign value through serde.
    pub fn with<T>(self, read: impl FnOnce(leaf::Leaf<'_>) -> Result<T, leaf::LeafError>) -> Option<T> {
        leaf::read(self, read)
    }

    /// The items of a list, each with its place.
    pub(super) fn items<T>(self, kind: &'static Kind, mut read: impl FnMut(Place<'_>) -> Option<T>) -> Option<Vec<T>> {
        let path = self.path();
        let item = |index: u32, node: Node| Place {
            walk: self.walk,
            node,
            field: self.field,
            above: &path,
            segment: Segment::Index(index),
            inside: Some(kind),
        };
        let mut values = Vec::new();
        let mut complete = true;
        let mut take = |value: Option<T>| match value {
            Some(value) => values.push(value),
            None => complete = false,
        };
        match self.node {
            Node::Literal(Literal::List(items)) => {
                for (index, literal) in (0..).zip(*items) {
                    take(read(item(index, Node::Literal(literal))));
                }
            }
            _ => {
                let View::List(list) = self.view() else { return self.mismatch() };
                for (index, (entry, _)) in (0..).zip(self.walk.stack().children(list)) {
                    take(read(item(index, Node::Entry(entry))));
                }
            }
        }
        complete.then_some(values)
    }

    /// The entries of a map, each with its key and place.
    pub(super) fn entries<T>(
        self,
        kind: &'static Kind,
        mut read: impl FnMut(Place<'_>) -> Option<T>,
        mut take: impl FnMut(&str, T),
    ) -> Option<()> {
        let View::Table(table) = self.view() else {
            return match self.node {
                Node::Literal(Literal::EmptyTable) => Some(()),
                _ => self.mismatch(),
            };
        };
        let (path, stack) = (self.path(), self.walk.stack());
        let mut complete = true;
        for (position, (entry, said)) in (1..).zip(stack.children(table)) {
            let key = stack.key(said);
            let segment =
                if self.field.public().is_some() { Segment::Public(key) } else { Segment::Position(position, entry) };
            let place = Place {
                walk: self.walk,
                node: Node::Entry(entry),
                field: self.field,
                above: &path,
                segment,
                inside: Some(kind),
            };
            match read(place) {
                Some(value) => take(key, value),
                None => complete = false,
            }
        }
        complete.then_some(())
    }

    /// A path, taken from the directory of its file where the field wants that.
    pub(super) fn resolve_path(&self, path: PathBuf) -> PathBuf {
        if !self.field.is_relative_to_file() || path.is_absolute() {
            return path;
        }
        match self.origin().path().and_then(std::path::Path::parent) {
            Some(directory) => directory.join(path),
            None => path,
        }
    }

    /// Whether a number lies in the field's range, which holds for each number of a list as well.
    pub(super) fn in_range(&self, number: Number) -> bool {
        self.field.range().is_none_or(|range| range.contains(number))
    }
}

fn literal_view(literal: &'static Literal) -> View<'static> {
    match literal {
        Literal::Text(text) => View::Text(text),
        Literal::Number(Number::Integer(number)) => match i64::try_from(*number) {
            Ok(number) => View::Integer(number),
            // read from the literal itself, see `shapes::number`
            Err(_) => View::Wide(""),
        },
        Literal::Number(Number::Float(number)) => View::Float(*number),
        Literal::Boolean(value) => View::Boolean(*value),
        Literal::List(_) | Literal::EmptyTable => View::Null,
    }
}

/// The kind of a text that was expected to be another text.
pub(super) fn other_kind(view: View<'_>) -> &'static str {
    match view {
        View::Text(text) | View::Raw(text) if !text.is_empty() => "another text",
        view => view.kind(),
    }
}
