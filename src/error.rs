//! One opaque error that carries every finding of a load.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::finding::{Finding, Level};
use crate::palette::Palette;

/// Why a configuration was not loaded: every finding, in the order of their keys.
///
/// `Display` and `Debug` are the same, several lines, because `Debug` is what a `main` that returns `Result` prints. Neither
/// has colour; [`Error::styled`] adds it. The error is one word wide and `source()` is always `None`: what a parser or the
/// system said may hold a value, so it is not kept.
///
/// ```
/// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16, #[allow(dead_code)] host: String }
/// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = 80000\n");
/// let error = fixture.environment("development").load::<Settings>().unwrap_err();
/// assert_eq!(error.findings().len(), 2);
/// assert_eq!(error.environment(), Some("development"));
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    environment: Option<Box<str>>,
    /// What the findings are of.
    subject: &'static str,
    findings: Vec<Finding>,
}

const CONFIGURATION: &str = "the configuration";

impl Error {
    /// Keeps the findings, sorted; there is at least one.
    pub(crate) fn new(environment: Option<&str>, mut findings: Vec<Finding>) -> Self {
        findings.sort_by(Finding::order);
        Self(Box::new(Inner { environment: environment.map(Into::into), subject: CONFIGURATION, findings }))
    }

    /// As [`new`](Self::new), of something else than a configuration.
    pub(crate) fn of_subject(subject: &'static str, findings: Vec<Finding>) -> Self {
        let mut error = Self::new(None, findings);
        error.0.subject = subject;
        error
    }

    pub(crate) fn of(finding: Finding) -> Self {
        Self::new(None, vec![finding])
    }

    /// Returns all findings, warnings among them, ordered by key.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }

    /// Returns the environment that was to be loaded, if it was known by then.
    #[must_use]
    pub fn environment(&self) -> Option<&str> {
        self.0.environment.as_deref()
    }

    /// Tells whether the environment itself could not be selected.
    #[must_use]
    pub fn is_environment(&self) -> bool {
        self.0.environment.is_none() && self.0.subject == CONFIGURATION
    }

    /// Returns the findings as JSON: `{"format":"milieu.findings/1","environment":…,"findings":[…]}`.
    ///
    /// The error serializes the same way, so `serde_json::to_value` and other formats work too.
    ///
    /// ```
    /// let error = milieu::Key::new("a..b").unwrap_err();
    /// assert!(error.to_json().starts_with(r#"{"format":"milieu.findings/1","environment":null,"findings":[{"level":"deny","#));
    /// ```
    #[must_use]
    #[inline]
    pub fn to_json(&self) -> String {
        // texts, numbers and lists of them always serialize
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Returns everything in one line, for a log that knows no others.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16, #[allow(dead_code)] host: String }
    /// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = true\nhost = 1\n");
    /// let error = fixture.environment("staging").load::<Settings>().unwrap_err();
    /// assert_eq!(
    ///     error.to_line(),
    ///     "2 problems in the configuration of staging: \
    ///      host: expected text, found a whole number (config/base.toml:2:8); write it between quotes | \
    ///      port: expected a whole number from 0 to 65535, found true or false (config/base.toml:1:8)",
    /// );
    /// ```
    #[must_use]
    #[inline]
    pub fn to_line(&self) -> String {
        let text = self.to_string();
        let mut lines = text.lines().map(str::trim_start);
        let heading = lines.next().unwrap_or_default().to_owned();
        let findings: Vec<_> = lines.collect();
        if findings.is_empty() { heading } else { format!("{heading}: {}", findings.join(" | ")) }
    }

    /// Returns a `Display` with colour for a terminal, or without.
    ///
    /// Whether a terminal wants colour is the caller's to know: `std::io::IsTerminal` and the variable `NO_COLOR` tell.
    ///
    /// ```
    /// let error = milieu::Key::new("a..b").unwrap_err();
    /// assert_eq!(error.styled(false).to_string(), error.to_string());
    /// assert!(error.styled(true).to_string().contains("\u{1b}["));
    /// ```
    #[must_use]
    pub const fn styled(&self, colour: bool) -> Styled<'_> {
        Styled { error: self, colour }
    }
}

/// The text of an [`Error`], with colour if it was asked for.
pub struct Styled<'a> {
    error: &'a Error,
    colour: bool,
}

impl fmt::Display for Styled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let palette = Palette::new(self.colour);
        let Palette { bold, red, plain, .. } = palette;
        let findings = self.error.findings();
        if let ([finding], None) = (findings, self.error.environment()) {
            return write!(f, "{red}{finding}{plain}");
        }
        let denied = findings.iter().filter(|finding| finding.level() == Level::Deny).count();
        let problems = if denied == 1 { "problem" } else { "problems" };
        write!(f, "{bold}{denied} {problems} in {}", self.error.0.subject)?;
        if let Some(environment) = self.error.environment() {
            write!(f, " of {environment}")?;
        }
        f.write_str(plain)?;
        for finding in findings {
            f.write_str("\n")?;
            palette.line(f, finding)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Styled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.styled(false), f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Error", 3)?;
        out.serialize_field("format", "milieu.findings/1")?;
        out.serialize_field("environment", &self.environment())?;
        out.serialize_field("findings", self.findings())?;
        out.end()
    }
}
