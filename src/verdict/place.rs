//! Where a finding is and what is said of it, for programs that show it beside a file.

use std::path::{Component, Path};

use crate::finding::Finding;
use crate::origin::Origin;
use crate::policy::SourceKind;
use crate::stack::LayerSource;

use super::{Found, Verdict};

/// Where a finding is: a file, and if it is known a line and a column.
pub(super) struct Place {
    /// With `/` between its parts, whatever the system.
    pub(super) path: String,
    pub(super) line: Option<u32>,
    pub(super) column: Option<u32>,
}

impl Verdict {
    /// The place of a finding. What is in no file yet, such as a key that is required, is in that of its environment.
    pub(super) fn place(&self, found: &Found) -> Option<Place> {
        let finding = found.finding();
        let in_file = |origin: &Origin| {
            Some(Place { path: slashed(origin.path()?), line: origin.line(), column: origin.column() })
        };
        match (finding.origin(), finding.check(), found.environments()) {
            (Some(origin), ..) => in_file(origin),
            // no check's: of the keys that no layer sets
            (None, None, [environment, ..]) if finding.key().is_some() => {
                let path = self.file_of(environment)?;
                Some(Place { path: slashed(path), line: None, column: None })
            }
            _ => None,
        }
    }

    /// The plain file of an environment.
    fn file_of(&self, environment: &str) -> Option<&Path> {
        let inspection = self.inspections().iter().find(|one| one.environment().name() == environment)?;
        let layers = inspection.record().stack.layers().iter();
        layers.filter(|layer| layer.kind() == SourceKind::EnvironmentFile).find_map(|layer| match layer.source() {
            LayerSource::File(path) => Some(&**path),
            _ => None,
        })
    }
}

/// What a finding says, without its place and its check: key, message, environments, remedy.
pub(super) fn words(found: &Found) -> String {
    let finding = found.finding();
    let mut text = finding.key().map(|key| format!("{key}: ")).unwrap_or_default();
    // a place that is no file is said nowhere else
    if let Some(origin) = finding.origin().filter(|origin| origin.path().is_none()) {
        text.push_str(&if finding.key().is_some() { format!("{origin}, ") } else { format!("{origin}: ") });
    }
    text.push_str(finding.message());
    if !found.environments().is_empty() {
        text.push_str(&format!(" ({})", found.environments().join(", ")));
    }
    if let Some(remedy) = finding.remedy() {
        text.push_str("; ");
        text.push_str(remedy);
    }
    text
}

/// The name by which a finding is filed: that of its check.
pub(super) fn rule(finding: &Finding) -> &'static str {
    finding.check().unwrap_or(UNREADABLE)
}

/// What is no check's: a configuration that cannot be read, or does not fit its type.
pub(super) const UNREADABLE: &str = "configuration";

fn slashed(path: &Path) -> String {
    let mut text = String::new();
    for component in path.components() {
        let part = match component {
            // `./config` and `config` are one
            Component::CurDir => continue,
            Component::RootDir => {
                text.push('/');
                continue;
            }
            part => part.as_os_str().to_string_lossy(),
        };
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        text.push_str(&part);
    }
    text
}
