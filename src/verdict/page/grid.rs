//! The keys of all environments, side by side.

use std::collections::{HashMap, HashSet};

use crate::display;
use crate::facts::Fact;
use crate::loader::Inspection;
use crate::origin::Origin;
use crate::policy::SourceKind;
use crate::visible::Visible;

use super::marks::Mark;

/// The keys of all environments: a row a key, a column an environment.
pub(super) struct Grid<'v> {
    pub(super) rows: Vec<Row<'v>>,
}

/// One key.
pub(super) struct Row<'v> {
    /// As it may be shown; of a map's key, by the first environment that has it.
    pub(super) key: String,
    pub(super) documentation: &'static str,
    pub(super) cells: Vec<Cell<'v>>,
    /// What is said of the key and of no single environment.
    pub(super) marks: Vec<Mark<'v>>,
    /// Whether it stands for a finding whose key no environment has.
    pub(super) is_of_finding: bool,
}

/// One key in one environment.
#[derive(Default)]
pub(super) struct Cell<'v> {
    /// `None` where the environment has no such key.
    pub(super) said: Option<Said>,
    pub(super) marks: Vec<Mark<'v>>,
}

/// What an environment says of a key.
pub(super) struct Said {
    /// The key as this environment shows it.
    pub(super) key: String,
    pub(super) value: Value,
    pub(super) origins: Vec<Origin>,
}

/// What there is to see of a value.
pub(super) enum Value {
    /// Exactly as `explain()` has it.
    Shown(String),
    /// It is there, in a kind of source.
    Credential(Option<SourceKind>),
    /// It is not there; and whether somebody has to bring it.
    Absent { is_required: bool, is_credential: bool },
}

impl<'v> Grid<'v> {
    /// The union of all keys, in the order of the type: a key that only a later environment has follows the one that it follows there.
    pub(super) fn of(inspections: &'v [Inspection]) -> Self {
        let mut rows: Vec<Row<'_>> = Vec::new();
        // the row that comes next; the first place is the beginning
        let mut next: Vec<Option<usize>> = vec![None];
        let mut by_path: HashMap<&[Box<str>], usize> = HashMap::new();
        for (column, inspection) in inspections.iter().enumerate() {
            let hidden: HashSet<_> = inspection.record().hidden().into_iter().collect();
            let mut before = 0;
            for fact in inspection.facts() {
                let at = *by_path.entry(&fact.path).or_insert_with(|| {
                    rows.push(Row::new(fact, inspections.len()));
                    let at = rows.len() - 1;
                    next.push(next[before]);
                    next[before] = Some(at);
                    at
                });
                before = at + 1;
                let said = said(inspection, fact, hidden.contains(&fact.shown.as_str()));
                rows[at].cells[column].said.get_or_insert(said);
            }
        }
        let order = std::iter::successors(next[0], |at| next[at + 1]);
        let mut rows: Vec<_> = rows.into_iter().map(Some).collect();
        Self { rows: order.filter_map(|at| rows[at].take()).collect() }
    }
}

impl Row<'_> {
    fn new(fact: &Fact, columns: usize) -> Self {
        let documentation = fact.field.map_or("", |field| field.documentation());
        Self { documentation, ..Self::named(&fact.shown, columns) }
    }

    pub(super) fn named(key: &str, columns: usize) -> Self {
        let cells = (0..columns).map(|_| Cell::default()).collect();
        Self { key: Visible(key).to_string(), documentation: "", cells, marks: Vec::new(), is_of_finding: false }
    }

    /// Everything that is said of it.
    pub(super) fn all_marks(&self) -> impl Iterator<Item = &Mark<'_>> {
        self.marks.iter().chain(self.cells.iter().flat_map(|cell| &cell.marks))
    }
}

fn said(inspection: &Inspection, fact: &Fact, is_denied: bool) -> Said {
    let stack = &inspection.record().stack;
    let has_value = fact.has_value(stack);
    let may_be_unset =
        fact.field.is_none_or(|field| fact.is_entry || field.may_be_missing_in(inspection.environment().tier()));
    let value = match (fact.is_credential(), has_value) {
        (true, true) => Value::Credential(fact.entry.map(|entry| stack.source_kind(stack.entry(entry)))),
        (true, false) => Value::Absent { is_required: !may_be_unset, is_credential: true },
        (false, false) if fact.declared.supplied => Value::Absent { is_required: !may_be_unset, is_credential: false },
        (false, _) => Value::Shown(Visible(&display::shown(stack, fact, is_denied)).to_string()),
    };
    Said { key: Visible(&fact.shown).to_string(), value, origins: fact.origins(stack) }
}
