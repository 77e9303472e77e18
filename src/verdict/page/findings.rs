//! The list of everything that was found, and of what somebody has accepted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::parity::{Accepted as Entry, Parity};

use super::super::{Found, Verdict};
use super::cells::of_level;
use super::escape::{Shown, Text};
use super::grid::Grid;
use super::marks::{Mark, Spot, Standing};

/// Everything that was found, each with links to its cells.
pub(super) struct Findings<'v> {
    pub(super) verdict: &'v Verdict,
    pub(super) spots: &'v [Option<Spot>],
}

impl fmt::Display for Findings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut spots = self.spots.iter();
        let names: Vec<_> = self.verdict.environments().map(|one| one.name()).collect();
        for (number, found) in self.verdict.found().iter().enumerate() {
            one(f, (number, found), spots.next().and_then(Option::as_ref), &names)?;
        }
        Ok(())
    }
}

fn one(
    f: &mut fmt::Formatter<'_>,
    (number, found): (usize, &Found),
    spot: Option<&Spot>,
    names: &[&str],
) -> fmt::Result {
    let finding = found.finding();
    let (class, level) = of_level(finding.level());
    write!(f, "<li id=\"f{number}\" class=\"{class}\"><b class=\"m {class}\">{level}</b>")?;
    if let Some(check) = finding.check() {
        write!(f, " <a href=\"#check-{0}\">{0}</a>", Text(check))?;
    }
    f.write_str("<p>")?;
    match (finding.key(), spot) {
        (Some(key), Some(spot)) => {
            write!(f, "<a class=\"k\" href=\"#{spot}\">{}</a> ", Text(key))?;
        }
        (Some(key), None) => write!(f, "<span class=\"k\">{}</span> ", Text(key))?,
        (None, _) => {}
    }
    write!(f, "{}</p>", Text(finding.message()))?;
    if let Some(origin) = finding.origin() {
        write!(f, "<cite>{}</cite>", Shown(origin))?;
    }
    if let Some(remedy) = finding.remedy() {
        write!(f, "<p class=\"todo\">{}</p>", Text(remedy))?;
    }
    f.write_str("<p class=\"in\">")?;
    match (found.environments(), spot) {
        ([], Some(Spot::Cells(cells))) => {
            f.write_str("between ")?;
            for cell in cells {
                within(f, names[cell.1], Some(*cell))?;
            }
        }
        ([], _) => f.write_str("between environments")?,
        (environments, Some(Spot::Cells(cells))) => {
            for (at, name) in environments.iter().enumerate() {
                within(f, name, cells.get(at).copied())?;
            }
        }
        (environments, _) => environments.iter().try_for_each(|name| within(f, name, None))?,
    }
    f.write_str("</p></li>\n")
}

/// An environment, and the way to its cell.
fn within(f: &mut fmt::Formatter<'_>, name: &str, cell: Option<(usize, usize)>) -> fmt::Result {
    match cell {
        Some((row, column)) => write!(f, "<a href=\"#r{row}c{column}\">{}</a> ", Text(name)),
        None => write!(f, "<span>{}</span> ", Text(name)),
    }
}

/// The name of the place on the page.
impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(row) => write!(f, "r{row}"),
            Self::Cells(cells) => cells.first().iter().try_for_each(|(row, column)| write!(f, "r{row}c{column}")),
        }
    }
}

/// What somebody has accepted, with the reason: in the order of the file, also what has no row.
pub(super) struct Accepted<'v> {
    pub(super) verdict: &'v Verdict,
    pub(super) grid: &'v Grid<'v>,
}

impl<'v> fmt::Display for Accepted<'v> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.verdict.environments().map(|one| one.name()).collect();
        let mut rows = BTreeMap::new();
        for (number, row) in self.grid.rows.iter().enumerate() {
            for mark in row.all_marks() {
                if let Mark::Drift { standing: Standing::Accepted(entry), .. } = mark {
                    rows.insert(entry.order(), (number, row));
                }
            }
        }
        let baseline = self.verdict.baseline();
        let of_pair = |pair: &'v Parity| pair.differences().iter().filter_map(move |one| baseline.find(pair, one));
        let there: BTreeSet<_> = self.verdict.pairs().iter().flat_map(of_pair).map(Entry::order).collect();
        for entry in baseline.entries() {
            let row = rows.get(&entry.order());
            f.write_str("<li><p>")?;
            match row {
                Some((number, row)) => write!(f, "<a class=\"k\" href=\"#r{number}\">{}</a>", Text(&row.key))?,
                None => write!(f, "<span class=\"k\">{}</span>", Text(entry.key()))?,
            }
            let words = if there.contains(&entry.order()) { entry.words() } else { "is no difference now".to_owned() };
            write!(f, " {}</p><q>{}</q><p class=\"in\">between ", Text(&words), Text(entry.reason()))?;
            for name in entry.environments() {
                let column = names.iter().position(|one| *one == name);
                within(f, name, row.and_then(|(number, _)| Some((*number, column?))))?;
            }
            f.write_str("</p></li>\n")?;
        }
        Ok(())
    }
}

/// What each check that has found something is about.
pub(super) struct Checks<'v>(pub(super) &'v Verdict);

impl fmt::Display for Checks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slugs: BTreeSet<_> = self.0.found().iter().filter_map(|found| found.finding().check()).collect();
        let checks = self.0.sides.loader().checks().filter(|check| slugs.contains(check.slug()));
        for check in checks {
            let (slug, explanation) = (Text(check.slug()), Text(check.explanation()));
            writeln!(f, "<details id=\"check-{slug}\"><summary>{slug}</summary><p>{explanation}</p></details>")?;
        }
        Ok(())
    }
}
