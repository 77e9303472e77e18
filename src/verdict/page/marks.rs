//! What is said at which key: findings and differences, laid upon the grid.

use std::collections::{HashMap, HashSet};

use crate::finding::Finding;
use crate::levels::{CREDENTIAL_SHARED, PRODUCTION_ONLY_INPUT, STAGING_DRIFT};
use crate::parity::{Accepted, Difference, Drift, Parity, SharedCredential};
use crate::visible::Visible;

use super::super::{Found, Verdict};
use super::grid::{Grid, Row};

/// What is said at a key.
pub(super) enum Mark<'v> {
    /// The finding of this number.
    Finding(usize),
    /// A difference from another environment.
    Drift { words: String, standing: Standing<'v> },
}

impl Mark<'_> {
    /// The number of the finding that it shows.
    pub(super) const fn number(&self) -> Option<usize> {
        match self {
            Self::Finding(number) | Self::Drift { standing: Standing::Found(number), .. } => Some(*number),
            Self::Drift { .. } => None,
        }
    }
}

/// How a difference stands.
#[derive(Clone, Copy)]
pub(super) enum Standing<'v> {
    /// The finding of this number says it.
    Found(usize),
    /// This entry of the baseline accepts it.
    Accepted(&'v Accepted),
    /// No finding says it, and the baseline does not have it.
    Allowed,
}

/// Where a finding is shown: the row, or the cells, each with row and column: in the order of its environments, or of what lies
/// between environments both.
pub(super) enum Spot {
    Row(usize),
    Cells(Vec<(usize, usize)>),
}

/// Rows by their keys.
struct Index {
    /// As each environment shows them, then as any does.
    exact: Vec<HashMap<String, usize>>,
    any: HashMap<String, usize>,
    /// The first row of each table.
    tables: HashMap<String, usize>,
}

impl Index {
    fn of(grid: &Grid<'_>, columns: usize) -> Self {
        let mut index = Self { exact: vec![HashMap::new(); columns], any: HashMap::new(), tables: HashMap::new() };
        for (at, row) in grid.rows.iter().enumerate() {
            for (column, cell) in row.cells.iter().enumerate() {
                if let Some(said) = &cell.said {
                    index.exact[column].entry(said.key.clone()).or_insert(at);
                    index.any.entry(said.key.clone()).or_insert(at);
                }
            }
            for (dot, _) in row.key.match_indices('.') {
                index.tables.entry(row.key[..dot].to_owned()).or_insert(at);
            }
        }
        index
    }

    fn find(&self, key: &str, column: Option<usize>) -> Option<usize> {
        let rows = column.and_then(|column| self.exact.get(column)).unwrap_or(&self.any);
        // a place in a list belongs to the list
        let list = key.split('[').next().unwrap_or(key);
        let found = rows.get(key).or_else(|| rows.get(list)).or_else(|| self.any.get(key));
        found.or_else(|| self.tables.get(key)).or_else(|| self.tables.get(list)).copied()
    }
}

/// Lays everything that was found, and every difference, upon the grid; returns where each finding is shown. A finding whose key no
/// environment has gets a row of its own, at the end.
pub(super) fn lay<'v>(grid: &mut Grid<'v>, verdict: &'v Verdict) -> Vec<Option<Spot>> {
    let names: Vec<_> = verdict.environments().map(|one| one.name()).collect();
    let column = |name: &str| names.iter().position(|one| *one == name);
    let index = Index::of(grid, names.len());
    let drifts = differences(grid, verdict, &index, &column);
    let mut strangers = HashMap::new();
    let mut spots = Vec::new();
    let shared = verdict.sides.shared_credentials();
    for (number, found) in verdict.found().iter().enumerate() {
        let columns = found.environments().iter().filter_map(|name| column(name));
        // a map's keys are shown by position, so that each environment can mean another row
        let cells = columns.map(|at| Some((row_of(grid, found.finding(), (&index, at), &mut strangers)?, at)));
        let mut cells: Vec<_> = cells.flatten().collect();
        if let Some(shared) = shared.iter().find(|shared| is_of(found.finding(), shared)) {
            let both = shared.environments().into_iter().zip(shared.keys());
            cells.extend(both.filter_map(|(name, key)| Some((index.find(key, column(name))?, column(name)?))));
        }
        for (row, at) in &cells {
            grid.rows[*row].cells[*at].marks.push(Mark::Finding(number));
        }
        let row = || index.find(found.finding().key()?, None);
        spots.push(match (found.environments(), &cells[..]) {
            ([], []) => row().map(Spot::Row),
            (_, []) => None,
            _ => Some(Spot::Cells(cells)),
        });
        if let Some(Spot::Row(row)) = &spots[number] {
            let row = &mut grid.rows[*row];
            // of a difference the cells say it already, unless it is that of a table
            if !drifts.contains(&number) || row.all_marks().next().is_none() {
                row.marks.push(Mark::Finding(number));
            }
        }
    }
    spots
}

/// Whether a finding says that two environments share this credential; it may go on with an allowance that has expired.
fn is_of(finding: &Finding, shared: &SharedCredential) -> bool {
    let said = shared.finding();
    finding.check() == Some(CREDENTIAL_SHARED)
        && finding.key() == said.key()
        && finding.message().starts_with(said.message())
}

/// The row of a key; one that no environment has gets one.
fn row_of(
    grid: &mut Grid<'_>,
    finding: &Finding,
    (index, column): (&Index, usize),
    strangers: &mut HashMap<String, usize>,
) -> Option<usize> {
    let key = finding.key()?;
    if let Some(row) = index.find(key, Some(column)) {
        return Some(row);
    }
    // that is said of a whole check
    if key.contains('(') {
        return None;
    }
    Some(*strangers.entry(key.to_owned()).or_insert_with(|| {
        grid.rows.push(Row { is_of_finding: true, ..Row::named(key, index.exact.len()) });
        grid.rows.len() - 1
    }))
}

/// Marks both cells of every difference; returns the findings that the marks stand for.
fn differences<'v>(
    grid: &mut Grid<'v>,
    verdict: &'v Verdict,
    index: &Index,
    column: &impl Fn(&str) -> Option<usize>,
) -> HashSet<usize> {
    let mut said = HashSet::new();
    let told = told(verdict.found());
    for pair in verdict.pairs() {
        for difference in pair.differences().iter().filter(|one| one.drift() != Drift::Source) {
            let standing = standing(verdict, pair, difference, &told);
            let [one, other] = pair.environments().map(|environment| environment.name());
            let more = if difference.less_in() == Some(one) { other } else { one };
            let key = Visible(difference.key()).to_string();
            let Some(row) = index.find(&key, column(more)) else { continue };
            for (here, there) in [(one, other), (other, one)] {
                let Some(at) = column(here) else { continue };
                let words = words(difference, here, there);
                grid.rows[row].cells[at].marks.push(Mark::Drift { words, standing });
            }
            if let Standing::Found(number) = standing {
                said.insert(number);
            }
        }
    }
    said
}

/// What is said of drift, by key.
fn told(found: &[Found]) -> HashMap<&str, Vec<(usize, &Finding)>> {
    let mut told: HashMap<&str, Vec<(usize, &Finding)>> = HashMap::new();
    for (number, found) in found.iter().enumerate() {
        let finding = found.finding();
        let is_drift = finding.check().is_some_and(|check| check == STAGING_DRIFT || check == PRODUCTION_ONLY_INPUT);
        if let Some(key) = finding.key().filter(|_| is_drift) {
            told.entry(key).or_default().push((number, finding));
        }
    }
    told
}

fn standing<'v>(
    verdict: &'v Verdict,
    pair: &Parity,
    difference: &Difference,
    told: &HashMap<&str, Vec<(usize, &Finding)>>,
) -> Standing<'v> {
    if let Some(accepted) = verdict.baseline().find(pair, difference) {
        return Standing::Accepted(accepted);
    }
    let names = pair.environments().map(|environment| environment.name());
    let key = Visible(difference.key()).to_string();
    // keys of one table are said at once, of the table
    let tables = key.match_indices('.').map(|(dot, _)| &key[..dot]);
    let candidates = std::iter::once(key.as_str()).chain(tables).filter_map(|key| told.get(key)).flatten();
    // it names both environments
    let is_it = |(_, finding): &&(usize, &Finding)| names.iter().all(|name| says(finding.message(), name));
    candidates.filter(is_it).map(|(number, _)| Standing::Found(*number)).next().unwrap_or(Standing::Allowed)
}

/// Whether a message names an environment.
fn says(message: &str, name: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    message.split(|c| !is_of_name(c)).any(|word| word == name)
}

/// A difference, as one of the two environments sees it.
fn words(difference: &Difference, here: &str, there: &str) -> String {
    let is_less = difference.less_in() == Some(here);
    match difference.drift() {
        Drift::Missing if is_less => format!("missing here, {there} has it"),
        Drift::Missing => format!("missing in {there}"),
        Drift::Kind => format!("another kind than in {there}"),
        Drift::Same => format!("not the same as in {there}"),
        Drift::Distinct => format!("the same as in {there}"),
        Drift::Empty if is_less => format!("empty here, not so in {there}"),
        Drift::Empty => format!("empty in {there}"),
        Drift::Scheme => format!("another scheme than in {there}"),
        Drift::Variant => format!("another variant than in {there}"),
        Drift::Source => format!("not the sources of {there}"),
    }
}
