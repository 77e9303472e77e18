//! All environments at once: the keys that one of tier staging or production requires, and that none of its files sets.

mod below;
mod scene;

use crate::environment::Environment;
use crate::schema::{Field, Kind, Schema, Tag};
use crate::tier::Tier;

use super::environments::{Environments, Role};
use super::facts::File;
use super::found::{Findings, Mask, What};
use super::lookup::{chosen, find, find_field};
use super::path::{Segment, Way};

use below::holds_table;
use scene::{Scene, Tables};

/// Finds what is missing. `F` is the number of files, which are sorted by name.
#[must_use]
pub const fn missing<const F: usize>(
    schema: &'static Schema,
    files: [&'static File; F],
    declared: &'static [Environment],
) -> Findings {
    let environments = Environments(declared);
    let mut scene = Scene {
        base: None,
        own: [None; 64],
        staging: 0,
        production: 0,
        files,
        inside: None,
        findings: Findings::new(),
    };
    let (mut at, mut any_own, mut tables) = (0, false, [None; F]);
    while at < F {
        tables[at] = Some(files[at].entries);
        match environments.role(files[at]) {
            Role::Base if scene.base.is_none() => scene.base = Some(at),
            Role::Own(number) => {
                any_own = true;
                if number < 64 && scene.own[number].is_none() {
                    scene.own[number] = Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    let mut number = 0;
    while number < environments.end() && number < 64 {
        let takes_part = is_complete(&files, scene.base)
            && match scene.own[number] {
                Some(own) => files[own].is_complete,
                None => !any_own,
            };
        if let (Some(environment), true) = (environments.get(number), takes_part) {
            match environment.tier() {
                Tier::Staging => scene.staging |= 1 << number,
                Tier::Production => scene.production |= 1 << number,
                Tier::Development => {}
            }
        }
        number += 1;
    }
    let all = scene.staging | scene.production;
    scene.of_schema(schema, &tables, all, &Way::ROOT);
    scene.findings
}

#[inline]
const fn is_complete(files: &[&'static File], base: Option<usize>) -> bool {
    match base {
        Some(base) => files[base].is_complete,
        None => true,
    }
}

/// Whether nothing has to set the field in an environment of this tier.
#[inline]
const fn may_be_missing(field: &Field, tier: Tier) -> bool {
    if field.may_be_missing_in(tier) || field.is_supplied() || field.is_dev_only() {
        return true;
    }
    match field.kind() {
        Kind::Table(_) => false,
        // credentials come from elsewhere
        kind => kind.holds_credential(),
    }
}

impl<const F: usize> Scene<F> {
    /// The environments among these that require the field.
    #[inline]
    pub(super) const fn requiring(&self, field: &Field, active: Mask) -> Mask {
        let mut requiring = 0;
        if !may_be_missing(field, Tier::Staging) {
            requiring |= active & self.staging;
        }
        if !may_be_missing(field, Tier::Production) {
            requiring |= active & self.production;
        }
        requiring
    }

    #[inline]
    pub(super) const fn of_schema(
        &mut self,
        schema: &'static Schema,
        tables: &Tables<F>,
        active: Mask,
        path: &Way<'_>,
    ) {
        let (all, mut at) = (schema.fields(), 0);
        let count = all.len();
        while at < count {
            let field = &all[at];
            match (field.kind(), field.is_flattened()) {
                (Kind::Table(inner), true) => self.of_schema(inner, tables, active, path),
                _ => self.of_field(field, tables, active, path),
            }
            at += 1;
        }
        if let Some(tag) = schema.tag() {
            self.of_tag(tag, tables, active, path);
        }
    }

    #[inline]
    pub(super) const fn of_field(&mut self, field: &'static Field, tables: &Tables<F>, active: Mask, above: &Way<'_>) {
        let (kind, requiring) = (field.kind(), self.requiring(field, active));
        let is_leaf = !holds_table(kind);
        if is_leaf && requiring == 0 {
            return;
        }
        let mut stands = [None; F];
        if let Some(base) = self.base {
            if let Some(entries) = tables[base] {
                stands[base] = find_field(entries, field);
                if is_leaf && stands[base].is_some() {
                    return;
                }
            }
        }
        let mut file = 0;
        while file < F {
            let is_base = matches!(self.base, Some(base) if base == file);
            if let (Some(entries), false) = (tables[file], is_base) {
                stands[file] = find_field(entries, field);
            }
            file += 1;
        }
        let (mut number, mut unset) = (0, 0);
        while number < 64 && active >> number != 0 {
            if active >> number & 1 == 1 && self.effective(number, &stands).is_none() {
                unset |= 1 << number;
            }
            number += 1;
        }
        let lacking = requiring & unset;
        let path = above.to(Segment::Declared(field.name()));
        match kind {
            // a table that is required and not there lacks every key that it requires
            Kind::Table(_) => self.of_kind(kind, &stands, active & !unset | lacking, &path),
            _ => {
                if lacking != 0 {
                    self.miss(&path, What::Missing(field, lacking));
                }
                self.of_kind(kind, &stands, active & !unset, &path);
            }
        }
    }

    /// The highest file that has the tag chooses the variant whose keys are required.
    #[inline]
    pub(super) const fn of_tag(&mut self, tag: &'static Tag, tables: &Tables<F>, active: Mask, path: &Way<'_>) {
        let (mut stands, mut file) = ([None; F], 0);
        while file < F {
            if let Some(entries) = tables[file] {
                stands[file] = find(entries, tag.hash(), tag.key());
            }
            file += 1;
        }
        let (variants, mut at) = (tag.variants(), 0);
        while at <= variants.len() {
            let (mut number, mut choosing) = (0, 0);
            while number < 64 && active >> number != 0 {
                let chosen = match self.effective(number, &stands) {
                    // beyond the last: a tag that names no variant, which is told already
                    Some((entry, _)) => match chosen(tag, &entry.node) {
                        Some(index) => index,
                        None => usize::MAX,
                    },
                    None => variants.len(),
                };
                if chosen == at {
                    choosing |= active & 1 << number;
                }
                number += 1;
            }
            if choosing != 0 && at < variants.len() {
                self.of_schema(variants[at].schema(), tables, choosing, path);
            } else if choosing != 0 {
                self.miss(&path.to(Segment::Declared(tag.key())), What::MissingTag(tag, choosing));
            }
            at += 1;
        }
    }
}
