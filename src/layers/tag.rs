//! The variants of an enum: the one that the file's own tag chooses, else each of them.

use crate::schema::{Kind, Schema, Tag};

use super::facts::Entry;
use super::fields::{claim, fields, judge_field};
use super::found::What;
use super::judge::Judge;
use super::lookup::{chosen, find};
use super::path::{Segment, Way};

/// Judges what stands beside a tag.
#[inline]
pub(super) const fn tagged(judge: &mut Judge<'_>, tag: &'static Tag, entries: &'static [Entry], path: &Way<'_>) {
    let Some(entry) = find(entries, tag.hash(), tag.key()) else { return untagged(judge, tag, entries, path) };
    judge.claim(entry);
    match chosen(tag, &entry.node) {
        Some(index) => fields(judge, tag.variants()[index].schema(), entries, path),
        None => {
            judge.claim_all(entries);
            let found = match entry.node.text() {
                Some(hash) if hash != milieu_format::short_fingerprint("") => "another text",
                _ => entry.node.kind(),
            };
            judge.find(entry.at, &path.to(Segment::Declared(tag.key())), What::Tag(tag, found));
        }
    }
}

/// Another file may choose any of the variants, so a key is wrong only if it is wrong in every variant that has it.
#[inline]
const fn untagged(judge: &mut Judge<'_>, tag: &'static Tag, entries: &'static [Entry], path: &Way<'_>) {
    if entries.is_empty() {
        return;
    }
    let (variants, mut at) = (tag.variants(), 0);
    while at < variants.len() {
        judge.begin_trial();
        variant(judge, variants[at].schema(), entries, path);
        judge.end_trial();
        at += 1;
    }
    at = 0;
    while at < variants.len() {
        variant(judge, variants[at].schema(), entries, path);
        at += 1;
    }
}

/// Judges what no variant has accepted yet.
#[inline]
const fn variant(judge: &mut Judge<'_>, schema: &'static Schema, entries: &'static [Entry], path: &Way<'_>) {
    let (all, mut at) = (schema.fields(), 0);
    let count = all.len();
    while at < count {
        let field = &all[at];
        match (field.kind(), field.is_flattened()) {
            (Kind::Table(inner), true) => variant(judge, inner, entries, path),
            _ => {
                if let Some(entry) = claim(judge, field, entries, path) {
                    if !judge.is_accepted(entry) {
                        let before = judge.found();
                        judge_field(judge, field, entry, path);
                        // what was told once is not told again for the next variant
                        if judge.found() == before || !judge.is_trial() {
                            judge.accept(entry);
                        }
                    }
                }
            }
        }
        at += 1;
    }
    if let Some(tag) = schema.tag() {
        tagged(judge, tag, entries, path);
    }
}
