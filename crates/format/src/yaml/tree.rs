//! The document as a tree, with aliases as links.

use std::collections::HashMap;

use granit_parser::{Event, ScalarStyle, Tag};

use crate::{Span, Text};

/// A node, by its number.
pub(super) type Id = u32;

/// All nodes of one document.
#[derive(Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    root: Option<Id>,
    /// Containers that are open, innermost last.
    open: Vec<Id>,
    /// What each anchor names; the parser gives every definition a number of its own.
    anchors: HashMap<usize, Id>,
}

/// One node.
pub(super) struct Node {
    pub(super) holds: Holds,
    pub(super) span: Span,
}

/// What a node holds.
pub(super) enum Holds {
    Scalar {
        text: Text,
        is_plain: bool,
        tag: Option<Core>,
    },
    List(Vec<Id>),
    /// Keys and values in turn.
    Table(Vec<Id>),
    Alias(Id),
    /// An alias whose anchor the tree does not have.
    Nothing,
}

/// A tag of the core schema that a scalar carries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Core {
    Text,
    Integer,
    Float,
    Boolean,
    Null,
}

impl Tree {
    pub(super) fn root(&self) -> Option<Id> {
        self.root
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    /// Follows aliases to the node that they mean.
    pub(super) fn resolved(&self, mut id: Id) -> Id {
        // an alias never names an alias, so one step is all there is
        if let Holds::Alias(target) = self.node(id).holds {
            id = target;
        }
        id
    }

    /// Takes one event of the parser.
    pub(super) fn take(&mut self, source: &str, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let holds = scalar(source, &value, style, tag.as_deref(), span);
                self.add(Node { holds, span }, anchor);
            }
            Event::SequenceStart(_, anchor, _) => {
                let id = self.add(Node { holds: Holds::List(Vec::new()), span }, anchor);
                self.open.push(id);
            }
            Event::MappingStart(_, anchor, _) => {
                let id = self.add(Node { holds: Holds::Table(Vec::new()), span }, anchor);
                self.open.push(id);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
            }
            Event::Alias(anchor) => {
                let holds = self.anchors.get(&anchor).map_or(Holds::Nothing, |id| Holds::Alias(*id));
                self.add(Node { holds, span }, 0);
            }
            _ => {}
        }
    }

    fn add(&mut self, node: Node, anchor: usize) -> Id {
        let id = Id::try_from(self.nodes.len()).unwrap_or(Id::MAX);
        self.nodes.push(node);
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        match self.open.last().map(|above| &mut self.nodes[*above as usize].holds) {
            Some(Holds::List(items) | Holds::Table(items)) => items.push(id),
            _ => {
                self.root.get_or_insert(id);
            }
        }
        id
    }
}

fn scalar(source: &str, value: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Holds {
    let raw = source.get(span.start as usize..span.end as usize).unwrap_or_default();
    let quoted = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    let text = if raw == value {
        Text::Source(span)
    } else if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) && quoted == value {
        Text::Source(Span { start: span.start + 1, end: span.end - 1 })
    } else {
        Text::owned(value.to_string())
    };
    let tag = tag.and_then(Tag::core_suffix).and_then(|suffix| match suffix {
        "str" => Some(Core::Text),
        "int" => Some(Core::Integer),
        "float" => Some(Core::Float),
        "bool" => Some(Core::Boolean),
        "null" => Some(Core::Null),
        _ => None,
    });
    Holds::Scalar { text, is_plain: style == ScalarStyle::Plain, tag }
}
