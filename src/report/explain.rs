//! Each key, its value, where it won and what it shadows.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::display;
use crate::finding::Finding;
use crate::origin::Origin;
use crate::record::Record;
use crate::visible::Visible;

/// Each key of a configuration: its value where it may be shown, where it was written, and what it shadows.
///
/// `Display` is an aligned table for a terminal. Credentials are `[REDACTED]`; values of foreign types and below maps are
/// given by kind, `<text>`, unless the field is `public`.
///
/// ```
/// # #[derive(milieu::Config)] struct Settings { #[config(default = 8080)] #[allow(dead_code)] port: u16 }
/// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = 80\n");
/// let loaded = fixture.environment("development").load::<Settings>()?;
/// assert!(loaded.explain().to_string().contains("port  80     config/base.toml:1:8  default"));
/// # Ok::<(), milieu::Error>(())
/// ```
pub struct Explanation {
    heading: String,
    environment: &'static str,
    tier: &'static str,
    fingerprint: String,
    rows: Vec<Row>,
    findings: Vec<Finding>,
}

struct Row {
    key: String,
    value: String,
    origins: Vec<Origin>,
}

impl Explanation {
    #[inline]
    pub(crate) fn of(record: &Record) -> Self {
        let facts = record.facts();
        let hidden = record.hidden();
        let rows = facts.iter().map(|fact| Row {
            key: fact.shown.clone(),
            value: display::shown(&record.stack, fact, hidden.contains(&fact.shown.as_str())),
            origins: fact.origins(&record.stack),
        });
        let (environment, fingerprint) = (record.environment, record.fingerprint().to_string());
        let count = record.stack.layers().len();
        let layers = if count == 1 { "layer" } else { "layers" };
        let heading = format!(
            "environment {environment} (tier {}), {count} {layers}, fingerprint {fingerprint}",
            environment.tier()
        );
        Self {
            heading,
            environment: environment.name(),
            tier: environment.tier().as_str(),
            fingerprint,
            rows: rows.collect(),
            findings: record.findings.clone(),
        }
    }

    /// Returns the same as JSON: `{"format":"milieu.explain/1","environment","tier","fingerprint","keys":[{"key","value","origin",
    /// "shadows"}],"findings"}`; `value` is the text that the table shows.
    ///
    /// The explanation serializes the same way, so `serde_json::to_value` and other formats work too.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] #[config(default = 80)] port: u16 }
    /// let json = milieu::testing::Fixture::new().environment("test").load::<Settings>()?.explain().to_json();
    /// assert!(json.starts_with(r#"{"format":"milieu.explain/1","environment":"test","tier":"development","#));
    /// assert!(json.contains(r#"{"key":"port","value":"80","origin":"default","shadows":[]}"#));
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn to_json(&self) -> String {
        // texts and lists of them always serialize
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Explanation", 6)?;
        out.serialize_field("format", "milieu.explain/1")?;
        out.serialize_field("environment", self.environment)?;
        out.serialize_field("tier", self.tier)?;
        out.serialize_field("fingerprint", &self.fingerprint)?;
        out.serialize_field("keys", &self.rows)?;
        out.serialize_field("findings", &self.findings)?;
        out.end()
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut origins = self.origins.iter().map(ToString::to_string);
        let mut out = serializer.serialize_struct("Row", 4)?;
        out.serialize_field("key", &self.key)?;
        out.serialize_field("value", &self.value)?;
        out.serialize_field("origin", &origins.next())?;
        out.serialize_field("shadows", &origins.collect::<Vec<_>>())?;
        out.end()
    }
}

/// The longest value that the table shows whole, in characters.
const WIDEST: usize = 48;

impl fmt::Display for Explanation {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.heading)?;
        let cut = |value: &str| match value.char_indices().nth(WIDEST) {
            Some((end, _)) => format!("{}…", &value[..end]),
            None => value.to_owned(),
        };
        let header = ["key", "value", "origin", "shadows"].map(ToOwned::to_owned);
        let rows = self.rows.iter().map(|row| {
            let mut origins = row.origins.iter().map(ToString::to_string);
            let origin = origins.next().unwrap_or_else(|| "-".to_owned());
            // JSON spells out no more than the control characters of ASCII
            let [key, value] = [row.key.as_str(), &cut(&row.value)].map(|text| Visible(text).to_string());
            [key, value, origin, origins.collect::<Vec<_>>().join(", ")]
        });
        let rows: Vec<_> = std::iter::once(header).chain(rows).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
        let [key, value, origin] = [width(0), width(1), width(2)];
        for row in &rows {
            let line = format!("{:key$}  {:value$}  {:origin$}  {}", row[0], row[1], row[2], row[3]);
            writeln!(f, "{}", line.trim_end())?;
        }
        for finding in &self.findings {
            writeln!(f, "{}: {finding}", finding.level().word())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Explanation {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
