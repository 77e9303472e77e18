//! Finding a key among the entries of a table, which are ascending by hash.

use milieu_format::fingerprint;

use crate::key::is_same;
use crate::schema::{Choice, Field, Tag};

use super::facts::{Entry, Node};

/// The entry of a key.
///
/// Where no other key of the table has its hash, the texts are not compared, which would cost most of all that is done here. A
/// key that is taken for another by chance, once in four thousand million, is found by the load.
#[inline]
pub(super) const fn find(entries: &'static [Entry], hash: u32, key: &str) -> Option<&'static Entry> {
    let count = entries.len();
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = (low + high) / 2;
        if entries[middle].hash < hash {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if low == count || entries[low].hash != hash {
        return None;
    }
    if low + 1 == count || entries[low + 1].hash != hash {
        return Some(&entries[low]);
    }
    while low < count && entries[low].hash == hash {
        if is_same(entries[low].key, key) {
            return Some(&entries[low]);
        }
        low += 1;
    }
    None
}

/// The entry of a field, by its name or the first of its aliases that is there.
#[inline]
pub(super) const fn find_field(entries: &'static [Entry], field: &Field) -> Option<&'static Entry> {
    if let Some(entry) = find(entries, field.hash(), field.name()) {
        return Some(entry);
    }
    let (aliases, mut at) = (field.aliases(), 0);
    while at < aliases.len() {
        if let Some(entry) = find(entries, fingerprint(aliases[at]), aliases[at]) {
            return Some(entry);
        }
        at += 1;
    }
    None
}

/// The variant that a tag's value names.
#[inline]
pub(super) const fn chosen(tag: &Tag, node: &Node) -> Option<usize> {
    let Some(hash) = node.text() else { return None };
    let (variants, mut at) = (tag.variants(), 0);
    while at < variants.len() {
        if is_meant(variants[at].choice(), hash) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Whether a text, of which this is known, means a choice.
#[inline]
pub(super) const fn is_meant(choice: &Choice, hash: u16) -> bool {
    if milieu_format::short_fingerprint(choice.name()) == hash {
        return true;
    }
    let (aliases, mut at) = (choice.aliases(), 0);
    while at < aliases.len() {
        if milieu_format::short_fingerprint(aliases[at]) == hash {
            return true;
        }
        at += 1;
    }
    false
}
