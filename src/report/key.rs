//! Everything about one key in one environment.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::display;
use crate::environment::Environment;
use crate::facts::Fact;
use crate::finding::Finding;
use crate::origin::Origin;
use crate::record::Record;
use crate::resolve::{expected, kind_words};
use crate::schema::{Field, Parity};
use crate::visible::Visible;

use super::reference::default_words;

/// Everything about one key in one environment: what it is and where that stands, and what may stand there.
pub(crate) struct AboutKey {
    key: String,
    environment: Environment,
    value: String,
    origins: Vec<Origin>,
    declared: Option<Declared>,
    findings: Vec<Finding>,
}

/// What its field says.
struct Declared {
    expected: String,
    default: String,
    variables: Vec<String>,
    parity: &'static str,
    notes: Vec<String>,
    /// It is below a map, where nobody has said what may be shown.
    hides: bool,
}

impl AboutKey {
    /// Gathers what there is to know; `variable` names the variable of a path.
    #[inline]
    pub(crate) fn of(record: &Record, fact: &Fact, variable: &dyn Fn(&[&str]) -> Option<String>) -> Self {
        let is_hidden = record.hidden().contains(&fact.shown.as_str());
        let path: Vec<&str> = fact.path.iter().map(AsRef::as_ref).collect();
        // what stands below a map has no variable of its own
        let own = if fact.free { None } else { variable(&path) };
        let declared = fact.field.map(|field| Declared {
            // the words of a map are of all of it
            expected: if fact.is_entry { kind_words(fact.kind) } else { expected(field) }.into_owned(),
            default: if fact.is_entry { "none".to_owned() } else { default_words(field, "") },
            variables: own.into_iter().chain(field.variables().iter().map(|name| (*name).to_owned())).collect(),
            parity: parity(fact),
            notes: notes(field),
            hides: fact.free && !fact.is_shown() && !fact.is_credential(),
        });
        // what is wrong with a whole file, so that it could not be read, is of every key that it may set
        let is_of_file = |finding: &Finding| finding.key().is_none() && finding.check().is_none();
        let is_about = |finding: &&Finding| finding.key() == Some(fact.shown.as_str()) || is_of_file(finding);
        Self {
            key: fact.shown.clone(),
            environment: record.environment,
            value: display::shown(&record.stack, fact, is_hidden),
            origins: fact.origins(&record.stack),
            declared,
            findings: record.findings.iter().filter(is_about).cloned().collect(),
        }
    }

    /// The same as JSON.
    #[inline]
    pub(crate) fn to_json(&self) -> String {
        // texts and lists of them always serialize
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[inline]
fn parity(fact: &Fact) -> &'static str {
    match fact.declared.parity {
        Parity::Same => "the same in every environment",
        Parity::Varies => "may differ between environments",
        Parity::Distinct => "differs in every environment",
        Parity::Unsaid if fact.is_credential() => "differs in every environment, as every credential",
        Parity::Unsaid => "not said",
    }
}

#[inline]
fn notes(field: &Field) -> Vec<String> {
    let mut notes: Vec<String> = field.documentation().lines().map(ToOwned::to_owned).collect();
    notes.extend(field.deprecated().map(|instead| format!("Deprecated: {instead}.")));
    notes.extend(field.is_dev_only().then(|| "Development only.".to_owned()));
    notes.extend(field.is_supplied().then(|| "Supplied by each deployment.".to_owned()));
    notes
}

impl fmt::Display for AboutKey {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, environment, value, origins, declared, findings } = self;
        write!(f, "{} in {environment}: {}", Visible(key), Visible(value))?;
        let mut line = |name: &str, text: &str| write!(f, "\n  {name:8}  {text}");
        let mut origins = origins.iter().map(ToString::to_string);
        line("set by", &origins.next().unwrap_or_else(|| "nothing".to_owned()))?;
        let shadows: Vec<_> = origins.collect();
        if !shadows.is_empty() {
            line("shadows", &shadows.join(", "))?;
        }
        if let Some(Declared { expected, default, variables, parity, notes, hides }) = declared {
            line("expected", expected)?;
            line("default", default)?;
            if !variables.is_empty() {
                line("variable", &variables.join(", "))?;
            }
            line("parity", parity)?;
            if *hides {
                line("hidden", "below a map anything may stand; #[config(public = \"why\")] shows it")?;
            }
            for (at, note) in notes.iter().enumerate() {
                line(if at == 0 { "about" } else { "" }, note)?;
            }
        }
        for finding in findings {
            line(finding.level().word(), &finding.to_string())?;
        }
        Ok(())
    }
}

/// `{"format":"milieu.key/1","key","environment","value","origin","shadows","expected","default","variables","parity","about",
/// "findings"}`
impl Serialize for AboutKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut origins = self.origins.iter().map(ToString::to_string);
        let declared = self.declared.as_ref();
        let mut out = serializer.serialize_struct("Key", 12)?;
        out.serialize_field("format", "milieu.key/1")?;
        out.serialize_field("key", &self.key)?;
        out.serialize_field("environment", self.environment.name())?;
        out.serialize_field("value", &self.value)?;
        out.serialize_field("origin", &origins.next())?;
        out.serialize_field("shadows", &origins.collect::<Vec<_>>())?;
        out.serialize_field("expected", &declared.map(|declared| &declared.expected))?;
        out.serialize_field("default", &declared.map(|declared| &declared.default))?;
        out.serialize_field("variables", &declared.map(|declared| &declared.variables))?;
        out.serialize_field("parity", &declared.map(|declared| declared.parity))?;
        out.serialize_field("about", &declared.map(|declared| declared.notes.join("\n")))?;
        out.serialize_field("findings", &self.findings)?;
        out.end()
    }
}
