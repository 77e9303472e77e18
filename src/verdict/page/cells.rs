//! The table: a head for each environment, and each key with its cells.

use std::fmt;

use crate::finding::Level;
use crate::loader::Inspection;

use super::super::{Found, Verdict};
use super::escape::{Shown, Text};
use super::grid::{Cell, Grid, Row, Said, Value};
use super::marks::{Mark, Standing};

/// The longest value that a cell has whole, in characters.
const WIDEST: usize = 400;

/// The heads of the columns.
pub(super) struct Heads<'v>(pub(super) &'v Verdict);

impl fmt::Display for Heads<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.inspections().iter().try_for_each(|inspection| head(f, inspection))
    }
}

fn head(f: &mut fmt::Formatter<'_>, inspection: &Inspection) -> fmt::Result {
    let environment = inspection.environment();
    write!(f, "<th scope=\"col\"><b>{}</b> <span>tier {}</span>", Text(environment.name()), environment.tier())?;
    let findings = inspection.findings();
    let problems = findings.iter().filter(|finding| finding.level() == Level::Deny).count();
    match (problems, findings.len() - problems) {
        (0, 0) => {}
        (0, warnings) => write!(f, "<em class=\"w\">{}</em>", counted(warnings, "warning"))?,
        (problems, 0) => write!(f, "<em class=\"d\">{}</em>", counted(problems, "problem"))?,
        (problems, warnings) => {
            let (problems, warnings) = (counted(problems, "problem"), counted(warnings, "warning"));
            write!(f, "<em class=\"d\">{problems}, {warnings}</em>")?;
        }
    }
    writeln!(f, "<code><i class=\"sr\">fingerprint </i>{}</code></th>", inspection.fingerprint())
}

pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The rows.
pub(super) struct Rows<'v> {
    pub(super) grid: &'v Grid<'v>,
    pub(super) found: &'v [Found],
}

impl fmt::Display for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut group = None;
        for (number, row) in self.grid.rows.iter().enumerate() {
            // keys of no table are one group
            let of = (row.is_of_finding, row.key.split_once('.').map(|(table, _)| table));
            self.row(f, (number, row), group.is_some_and(|before| before != of))?;
            group = Some(of);
        }
        Ok(())
    }
}

impl Rows<'_> {
    /// A row whose key begins otherwise than the one before begins a group.
    fn row(&self, f: &mut fmt::Formatter<'_>, (number, row): (usize, &Row<'_>), begins: bool) -> fmt::Result {
        let is_drift = |mark: &Mark<'_>| matches!(mark, Mark::Drift { .. });
        let is_found = |mark: &Mark<'_>| mark.number().is_some();
        let classes = [("g", begins), ("f", row.all_marks().any(is_found)), ("x", row.all_marks().any(is_drift))];
        let classes: Vec<_> = classes.iter().filter(|(_, has)| *has).map(|(class, _)| *class).collect();
        f.write_str("<tr")?;
        if row.all_marks().next().is_some() {
            write!(f, " id=\"r{number}\"")?;
        }
        if !classes.is_empty() {
            write!(f, " class=\"{}\"", classes.join(" "))?;
        }
        f.write_str("><th scope=\"row\">")?;
        match row.key.rsplit_once('.') {
            Some((table, last)) if !row.key.contains('"') => write!(f, "<i>{}.</i>{}", Text(table), Text(last))?,
            _ => write!(f, "{}", Text(&row.key))?,
        }
        if row.is_of_finding {
            f.write_str("<small>no key of this configuration</small>")?;
        } else if !row.documentation.is_empty() {
            let paragraph = row.documentation.trim().split("\n\n").next().unwrap_or_default();
            write!(f, "<small>{}</small>", Text(&paragraph.split_whitespace().collect::<Vec<_>>().join(" ")))?;
        }
        row.marks.iter().try_for_each(|mark| self.mark(f, mark))?;
        f.write_str("</th>")?;
        for (column, cell) in row.cells.iter().enumerate() {
            self.cell(f, (number, column), cell, &row.key)?;
        }
        f.write_str("</tr>\n")
    }

    fn cell(
        &self,
        f: &mut fmt::Formatter<'_>,
        (row, column): (usize, usize),
        cell: &Cell<'_>,
        key: &str,
    ) -> fmt::Result {
        f.write_str("<td")?;
        if !cell.marks.is_empty() {
            write!(f, " id=\"r{row}c{column}\"")?;
        }
        let shadows = cell.said.as_ref().is_some_and(|said| said.origins.len() > 1);
        let level = cell.marks.iter().filter_map(|mark| mark.number()).map(|at| self.found[at].finding().level()).max();
        match (shadows, level.map(of_level)) {
            (true, Some((class, _))) => write!(f, " class=\"o {class}\"")?,
            (false, Some((class, _))) => write!(f, " class=\"{class}\"")?,
            (true, None) => f.write_str(" class=\"o\"")?,
            (false, None) => {}
        }
        f.write_str(">")?;
        match &cell.said {
            Some(said) => of_said(f, said, key)?,
            None => f.write_str("–")?,
        }
        cell.marks.iter().try_for_each(|mark| self.mark(f, mark))?;
        f.write_str("</td>")
    }

    fn mark(&self, f: &mut fmt::Formatter<'_>, mark: &Mark<'_>) -> fmt::Result {
        match mark {
            Mark::Finding(number) => {
                let finding = self.found[*number].finding();
                let (class, level) = of_level(finding.level());
                write!(f, "<a class=\"m {class}\" href=\"#f{number}\">{level}")?;
                finding.check().iter().try_for_each(|check| write!(f, ": {}", Text(check)))?;
                f.write_str("</a>")
            }
            Mark::Drift { words, standing: Standing::Found(number) } => {
                let (class, _) = of_level(self.found[*number].finding().level());
                write!(f, "<a class=\"m x {class}\" href=\"#f{number}\">drift: {}</a>", Text(words))
            }
            Mark::Drift { words, standing: Standing::Accepted(entry) } => {
                write!(f, "<span class=\"m a\">accepted: {}</span><q>{}</q>", Text(words), Text(entry.reason()))
            }
            Mark::Drift { words, standing: Standing::Allowed } => {
                write!(f, "<span class=\"m a\">allowed: {}</span>", Text(words))
            }
        }
    }
}

/// The class and the word of a level.
pub(super) const fn of_level(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Deny => ("d", "problem"),
        Level::Warn | Level::Allow => ("w", "warning"),
    }
}

fn of_said(f: &mut fmt::Formatter<'_>, said: &Said, key: &str) -> fmt::Result {
    match &said.value {
        Value::Shown(text) => match text.char_indices().nth(WIDEST) {
            Some((end, _)) => write!(f, "<samp>{}…</samp>", Text(&text[..end]))?,
            None => write!(f, "<samp>{}</samp>", Text(text))?,
        },
        Value::Credential(kind) => {
            f.write_str("<b>set</b>")?;
            kind.iter().try_for_each(|kind| write!(f, " <span>{kind}</span>"))?;
        }
        Value::Absent { is_required, is_credential } => {
            f.write_str(match (is_credential, is_required) {
                (true, true) => "<b class=\"n\">not set</b><span>, supplied by the deployment</span>",
                (false, true) => "<span>supplied by the deployment</span>",
                (_, false) => "<b class=\"n\">not set</b>",
            })?;
        }
    }
    let mut origins = said.origins.iter();
    if let Some(winner) = origins.next() {
        write!(f, "<cite>{}</cite>", Shown(winner))?;
    }
    let shadows = origins.as_slice();
    if let Some((first, rest)) = shadows.split_first() {
        write!(f, "<s data-n=\"{}\">{}", shadows.len(), Shown(first))?;
        rest.iter().try_for_each(|origin| write!(f, "\n{}", Shown(origin)))?;
        f.write_str("</s>")?;
    }
    if said.key != key {
        write!(f, "<small>here {}</small>", Text(&said.key))?;
    }
    Ok(())
}
