//! The declared name that an unknown key probably means.

use crate::nearest::Nearest;
use crate::schema::{Kind, Schema, Tag};

use super::facts::Entry;
use super::lookup::{chosen, find};

/// Looks for names that are meant, as long as that costs no more than a constant may.
pub(super) struct Suggestions {
    left: usize,
}

impl Suggestions {
    /// Comparisons of two letters.
    const MOST: usize = 100_000;

    #[inline]
    pub(super) const fn new() -> Self {
        Self { left: Self::MOST }
    }

    #[inline]
    pub(super) const fn for_key(
        &mut self,
        schema: &'static Schema,
        entries: &'static [Entry],
        key: &str,
    ) -> Option<&'static str> {
        let mut nearest = Nearest::to();
        self.among(&mut nearest, schema, entries, key);
        nearest.name()
    }

    #[inline]
    const fn among(
        &mut self,
        nearest: &mut Nearest<'static>,
        schema: &'static Schema,
        entries: &'static [Entry],
        key: &str,
    ) {
        let (fields, mut at) = (schema.fields(), 0);
        while at < fields.len() && self.left > 0 {
            let field = &fields[at];
            match (field.kind(), field.is_flattened()) {
                (Kind::Table(inner), true) => self.among(nearest, inner, entries, key),
                _ => {
                    self.hold(nearest, key, field.name());
                    let (aliases, mut alias) = (field.aliases(), 0);
                    while alias < aliases.len() {
                        self.hold(nearest, key, aliases[alias]);
                        alias += 1;
                    }
                }
            }
            at += 1;
        }
        if let Some(tag) = schema.tag() {
            self.hold(nearest, key, tag.key());
            self.among_variants(nearest, tag, entries, key);
        }
    }

    /// The chosen variant's names, else those of all.
    #[inline]
    const fn among_variants(
        &mut self,
        nearest: &mut Nearest<'static>,
        tag: &'static Tag,
        entries: &'static [Entry],
        key: &str,
    ) {
        let chosen = match find(entries, tag.hash(), tag.key()) {
            Some(entry) => chosen(tag, &entry.node),
            None => None,
        };
        let (variants, mut at) = (tag.variants(), 0);
        while at < variants.len() {
            if !matches!(chosen, Some(chosen) if chosen != at) {
                self.among(nearest, variants[at].schema(), entries, key);
            }
            at += 1;
        }
    }

    #[inline]
    const fn hold(&mut self, nearest: &mut Nearest<'static>, key: &str, name: &'static str) {
        // whether the name begins with the key is always asked
        let cost = match nearest.limit(key, name) {
            Some(_) => 8 + key.len() + key.len() * name.len(),
            None => 8 + key.len(),
        };
        if self.left < cost {
            // passing thousands of names by costs too
            self.left = 0;
            return;
        }
        self.left -= cost;
        nearest.hold(key, name);
    }
}
