//! The files of all environments, and what each environment finds at one place.

use super::super::facts::{At, Entry, File, Node};
use super::super::found::{Finding, Findings, Mask, What};
use super::super::path::Way;

/// What stands at a place in each file, by the file's number.
pub(super) type Stands<const F: usize> = [Option<&'static Entry>; F];
/// The table at a place in each file.
pub(super) type Tables<const F: usize> = [Option<&'static [Entry]>; F];

/// What is known of the files while they are walked.
pub(super) struct Scene<const F: usize> {
    pub(super) base: Option<usize>,
    /// The file of each environment, by its number.
    pub(super) own: [Option<usize>; 64],
    pub(super) staging: Mask,
    pub(super) production: Mask,
    pub(super) files: [&'static File; F],
    /// Where the innermost item of a list or entry of a map stands: a key that is missing there is hard to find by its path.
    pub(super) inside: Option<(&'static str, At)>,
    pub(super) findings: Findings,
}

impl<const F: usize> Scene<F> {
    /// What an environment finds at a place, its own file first, and whether that is the base's.
    #[inline]
    pub(super) const fn effective(&self, number: usize, stands: &Stands<F>) -> Option<(&'static Entry, usize)> {
        if let Some(own) = self.own[number] {
            if let Some(entry) = stands[own] {
                return Some((entry, own));
            }
        }
        if let Some(base) = self.base {
            if let Some(entry) = stands[base] {
                return Some((entry, base));
            }
        }
        None
    }

    /// The tables at a place, and the environments that see no other thing there.
    #[inline]
    pub(super) const fn tables(&self, stands: &Stands<F>, active: Mask) -> (Tables<F>, Mask) {
        let (mut tables, mut file) = ([None; F], 0);
        while file < F {
            if let Some(Entry { node: Node::Table(entries), .. }) = stands[file] {
                tables[file] = Some(*entries);
            }
            file += 1;
        }
        let (mut number, mut seeing) = (0, active);
        while number < 64 && active >> number != 0 {
            if let Some((entry, _)) = self.effective(number, stands) {
                // what is wrong there is told already
                if !matches!(entry.node, Node::Table(_)) {
                    seeing &= !(1 << number);
                }
            }
            number += 1;
        }
        (tables, seeing)
    }

    /// The environments whose own file this is.
    #[inline]
    pub(super) const fn readers(&self, file: usize) -> Mask {
        let (mut readers, mut number) = (0, 0);
        while number < 64 {
            if matches!(self.own[number], Some(own) if own == file) {
                readers |= 1 << number;
            }
            number += 1;
        }
        readers
    }

    #[inline]
    pub(super) const fn miss(&mut self, path: &Way<'_>, what: What) {
        let (file, at) = match self.inside {
            Some(inside) => inside,
            None => ("", [0, 0]),
        };
        self.findings.append(Finding { file, at, path: path.kept(), what });
    }
}
