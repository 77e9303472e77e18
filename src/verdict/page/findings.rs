//! The list of everything that was found, and of what somebody has accepted.

use std::collections::BTreeSet;
use std::fmt;

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
        for (number, found) in self.verdict.found().iter().enumerate() {
            one(f, number, found, spots.next().and_then(Option::as_ref))?;
        }
        Ok(())
    }
}

fn one(f: &mut fmt::Formatter<'_>, number: usize, found: &Found, spot: Option<&Spot>) -> fmt::Result {
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
    if found.environments().is_empty() {
        f.write_str("between environments")?;
    }
    for (at, name) in found.environments().iter().enumerate() {
        let cell = match spot {
            Some(Spot::Cells(cells)) => cells.get(at),
            _ => None,
        };
        match cell {
            Some((row, column)) => write!(f, "<a href=\"#r{row}c{column}\">{}</a> ", Text(name))?,
            None => write!(f, "<span>{}</span> ", Text(name))?,
        }
    }
    f.write_str("</p></li>\n")
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

/// What somebody has accepted, each thing once, with the reason.
pub(super) struct Accepted<'v>(pub(super) &'v Grid<'v>);

impl fmt::Display for Accepted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, row) in self.0.rows.iter().enumerate() {
            for mark in row.all_marks() {
                let Mark::Drift { words, standing: Standing::Accepted(reason) } = mark else { continue };
                write!(f, "<li><p><a class=\"k\" href=\"#r{number}\">{}</a> ", Text(&row.key))?;
                writeln!(f, "{}</p><q>{}</q></li>", Text(words), Text(reason))?;
                // the other environment's mark says the same
                break;
            }
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
