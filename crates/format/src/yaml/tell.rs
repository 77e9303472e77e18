//! The tree as events: aliases unfolded, merge keys resolved, both within bounds.

use std::collections::HashSet;

use crate::{Container, Fault, Key, MAX_DEPTH, Rule, Sink, Span, Text};

use super::resolve::scalar;
use super::tree::{Holds, Id, Tree};

/// How many more nodes a document may unfold to than twice those it has.
const SPARE_NODES: usize = 100_000;

/// Tells the whole document.
pub(super) fn tell<S: Sink>(tree: &Tree, source: &str, sink: &mut S) -> Result<(), Fault> {
    let Some(root) = tree.root() else { return Ok(()) };
    let mut teller = Teller { tree, source, sink, left: tree.len().saturating_mul(2) + SPARE_NODES };
    let node = tree.node(root);
    match &node.holds {
        Holds::Table(_) => {
            let entries = teller.entries(root, 0)?;
            teller.table(&entries, 0)
        }
        Holds::Scalar { text, is_plain, tag } => match scalar(text, source, *is_plain, *tag) {
            Some(crate::Scalar::Null) => Ok(()),
            _ => Err(Fault { rule: Rule::RootNotTable, span: node.span }),
        },
        _ => Err(Fault { rule: Rule::RootNotTable, span: node.span }),
    }
}

struct Teller<'t, S> {
    tree: &'t Tree,
    source: &'t str,
    sink: &'t mut S,
    /// How many more nodes may be told.
    left: usize,
}

impl<S: Sink> Teller<'_, S> {
    fn spend(&mut self, span: Span) -> Result<(), Fault> {
        self.left = self.left.checked_sub(1).ok_or(Fault { rule: Rule::AliasBomb, span })?;
        Ok(())
    }

    fn table(&mut self, entries: &[(Id, Id)], depth: usize) -> Result<(), Fault> {
        for (key, value) in entries {
            let node = self.tree.node(self.tree.resolved(*key));
            let Holds::Scalar { text, .. } = &node.holds else {
                self.sink.fault(Fault { rule: Rule::KeyNotText, span: node.span });
                continue;
            };
            self.sink.key(&mut vec![Key { text: text.clone(), span: node.span }]);
            self.value(*value, depth + 1)?;
        }
        Ok(())
    }

    fn value(&mut self, id: Id, depth: usize) -> Result<(), Fault> {
        let id = self.tree.resolved(id);
        let node = self.tree.node(id);
        self.spend(node.span)?;
        if depth > MAX_DEPTH {
            return Err(Fault { rule: Rule::TooDeep, span: node.span });
        }
        match &node.holds {
            Holds::Scalar { text, is_plain, tag } => match scalar(text, self.source, *is_plain, *tag) {
                Some(scalar) => self.sink.scalar(scalar, node.span),
                None => {
                    let rule = Rule::Syntax("a value of the kind that its tag says");
                    self.sink.fault(Fault { rule, span: node.span });
                }
            },
            Holds::List(items) => {
                self.sink.open(Container::List, node.span);
                let told = items.iter().try_for_each(|item| self.value(*item, depth + 1));
                self.sink.close();
                told?;
            }
            Holds::Table(_) => {
                let entries = self.entries(id, depth)?;
                self.sink.open(Container::Table, node.span);
                let told = self.table(&entries, depth);
                self.sink.close();
                told?;
            }
            Holds::Alias(_) | Holds::Nothing => {
                return Err(Fault { rule: Rule::UnknownAlias, span: node.span });
            }
        }
        Ok(())
    }

    /// The entries of a table with those that `<<` merges into it: its own win, then those that are merged first.
    fn entries(&mut self, id: Id, depth: usize) -> Result<Vec<(Id, Id)>, Fault> {
        let node = self.tree.node(id);
        if depth > MAX_DEPTH {
            return Err(Fault { rule: Rule::TooDeep, span: node.span });
        }
        let Holds::Table(items) = &node.holds else {
            return Err(Fault { rule: Rule::MergeNotTable, span: node.span });
        };
        // also where there is no key: merges of nothing can refer to each other as often as others
        self.spend(node.span)?;
        let pairs = || items.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        let (merges, mut entries): (Vec<_>, Vec<_>) = pairs().partition(|(key, _)| self.is_merge(*key));
        if merges.is_empty() {
            return Ok(entries);
        }
        let mut said: HashSet<String> =
            entries.iter().filter_map(|(key, _)| self.text(*key)).map(ToOwned::to_owned).collect();
        for (_, merged) in merges {
            let merged = self.tree.resolved(merged);
            let sources = match &self.tree.node(merged).holds {
                Holds::List(sources) => sources.clone(),
                _ => vec![merged],
            };
            for source in sources {
                for (key, value) in self.entries(self.tree.resolved(source), depth + 1)? {
                    self.spend(self.tree.node(key).span)?;
                    let fresh = self.text(key).is_none_or(|text| said.insert(text.to_owned()));
                    if fresh {
                        entries.push((key, value));
                    }
                }
            }
        }
        Ok(entries)
    }

    fn text(&self, id: Id) -> Option<&str> {
        match &self.tree.node(self.tree.resolved(id)).holds {
            Holds::Scalar { text, .. } => Some(text.as_str(self.source)),
            _ => None,
        }
    }

    fn is_merge(&self, key: Id) -> bool {
        let Holds::Scalar { text, is_plain: true, tag: None } = &self.tree.node(key).holds else { return false };
        matches!(text, Text::Source(_)) && text.as_str(self.source) == "<<"
    }
}
