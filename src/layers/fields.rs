//! The fields of one type in one table of a file.

use milieu_format::fingerprint;

use crate::schema::{Field, Kind, Schema};

use super::facts::{Entry, Node};
use super::found::What;
use super::judge::Judge;
use super::lookup::find;
use super::path::{Segment, Way};
use super::tag::tagged;
use super::value::value;

/// Claims and judges what the fields of a type find in a table.
#[inline]
pub(super) const fn fields(judge: &mut Judge<'_>, schema: &'static Schema, entries: &'static [Entry], path: &Way<'_>) {
    let (all, mut at) = (schema.fields(), 0);
    let count = all.len();
    while at < count {
        let field = &all[at];
        match (field.kind(), field.is_flattened()) {
            (Kind::Table(inner), true) => fields(judge, inner, entries, path),
            _ => {
                if let Some(entry) = claim(judge, field, entries, path) {
                    judge_field(judge, field, entry, path);
                }
            }
        }
        at += 1;
    }
    if let Some(tag) = schema.tag() {
        tagged(judge, tag, entries, path);
    }
}

/// Claims the entry of a field, under each of its names; that of its own name counts.
#[inline]
pub(super) const fn claim(
    judge: &mut Judge<'_>,
    field: &'static Field,
    entries: &'static [Entry],
    path: &Way<'_>,
) -> Option<&'static Entry> {
    let mut found = find(entries, field.hash(), field.name());
    if let Some(entry) = found {
        judge.claim(entry);
    }
    let (aliases, mut at) = (field.aliases(), 0);
    while at < aliases.len() {
        if let Some(entry) = find(entries, fingerprint(aliases[at]), aliases[at]) {
            judge.claim(entry);
            match found {
                None => found = Some(entry),
                Some(_) => {
                    let path = path.to(Segment::Declared(field.name()));
                    judge.find(entry.key_at, &path, What::Twice(field.name()));
                }
            }
        }
        at += 1;
    }
    found
}

#[inline]
pub(super) const fn judge_field(judge: &mut Judge<'_>, field: &'static Field, entry: &'static Entry, path: &Way<'_>) {
    let path = path.to(Segment::Declared(field.name()));
    if field.is_dev_only() && judge.is_deployed() {
        judge.find(entry.key_at, &path, What::DevOnly);
    }
    match (&entry.node, field.kind()) {
        // where a credential may not stand even nothing is refused, as by a load
        (Node::Null, kind)
            if field.is_optional() && (!matches!(kind, Kind::Credential) || judge.may_hold_credential()) => {}
        (_, kind) => value(judge, (field, kind, None), entry, &path),
    }
}
