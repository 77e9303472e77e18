//! What is wrong with one key or one source, in words that cannot carry a value.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::exact::Exact;
use crate::origin::Origin;
use crate::visible::{Visible, hides_something};

/// What follows from a finding.
///
/// ```
/// use milieu::Level;
/// assert!(Level::Deny > Level::Warn && Level::Warn > Level::Allow);
/// assert_eq!(Level::Warn.as_str(), "warn");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Level {
    /// It is not reported.
    Allow,
    /// It is reported; the load succeeds.
    Warn,
    /// It is reported, and the load fails.
    Deny,
}

impl Level {
    /// Returns `"allow"`, `"warn"` or `"deny"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

impl Level {
    /// The word before a finding where lines of several levels stand.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Allow => "allowed",
            Self::Warn => "warning",
            Self::Deny => "problem",
        }
    }
}

/// What is wrong with one key or one source.
///
/// A finding has four parts: the key (or file, or variable) as its source spells it, the place, what was expected and what
/// stands there instead, and what to do. It names the *kind* of a value, never the value, and no key that no type declares.
///
/// `Display` is one line:
///
/// ```
/// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16 }
/// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = \"80\"\n");
/// let error = fixture.environment("development").load::<Settings>().unwrap_err();
/// let finding = &error.findings()[0];
/// assert_eq!(finding.key(), Some("port"));
/// assert_eq!(
///     finding.to_string(),
///     "port: expected a whole number from 0 to 65535, found text (config/base.toml:1:8); write it without quotes",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Finding(Box<Parts>);

/// In a box of their own: most loads find nothing, and every function that may find something hands a word on.
#[derive(Clone, PartialEq, Eq)]
struct Parts {
    level: Level,
    check: Option<&'static str>,
    key: Option<Box<str>>,
    /// What tells the key from others, where it is not the one that is shown.
    exact: Option<Exact>,
    origin: Option<Origin>,
    message: Cow<'static, str>,
    remedy: Option<Cow<'static, str>>,
    /// No allowance counts for it.
    is_firm: bool,
}

impl Finding {
    /// Says what is wrong. The text is fixed, or made of names that the program itself declares.
    // cold, as what is said of it: most loads find nothing, and the way to a finding is laid out small
    #[cold]
    pub(crate) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts {
            level: Level::Deny,
            check: None,
            key: None,
            exact: None,
            origin: None,
            message: message.into(),
            remedy: None,
            is_firm: false,
        }))
    }

    /// Puts words before what is wrong.
    #[inline]
    pub(crate) fn prefixed(mut self, words: &'static str) -> Self {
        self.0.message = format!("{words}{}", self.0.message).into();
        self
    }

    #[cold]
    pub(crate) fn with_key(mut self, key: impl Into<Box<str>>) -> Self {
        let key = key.into();
        // a variable's name is whatever its setter likes
        self.0.key = Some(if hides_something(&key) { Visible(&key).to_string().into() } else { key });
        self
    }

    /// Says which key it is, where the key is not shown.
    pub(crate) fn with_exact(mut self, exact: Option<Exact>) -> Self {
        self.0.exact = exact;
        self
    }

    #[cold]
    pub(crate) fn with_origin(mut self, origin: Origin) -> Self {
        self.0.origin = Some(origin);
        self
    }

    #[cold]
    pub(crate) fn with_remedy(mut self, remedy: impl Into<Cow<'static, str>>) -> Self {
        self.0.remedy = Some(remedy.into());
        self
    }

    #[cold]
    pub(crate) fn with_check(mut self, slug: &'static str, level: Level) -> Self {
        self.0.check = Some(slug);
        self.0.level = level;
        self
    }

    /// Says that no allowance counts for it.
    pub(crate) const fn firm(mut self) -> Self {
        self.0.is_firm = true;
        self
    }

    pub(crate) const fn is_firm(&self) -> bool {
        self.0.is_firm
    }

    /// Whether it is about this: a key as it is written, and where there is none a whole file. A place in a file or among other
    /// keys is nothing that it could be about, since something else can take it.
    pub(crate) fn is_about(&self, subject: &str) -> bool {
        match (self.0.exact, &self.0.key, &self.0.origin) {
            (Some(exact), ..) => exact == Exact::of(subject),
            (None, Some(key), _) => **key == *subject,
            (None, None, Some(origin)) => origin.line().is_none() && origin.to_string() == subject,
            (None, None, None) => false,
        }
    }

    /// Says that somebody has allowed it, in vain.
    pub(crate) fn refuse_allowance(&mut self) {
        self.0.message = format!("{}, and no allowance counts for that", self.0.message).into();
    }

    /// Says that it was allowed, and is no more.
    pub(crate) fn expire(&mut self, level: Level) {
        self.0.message = format!("{}, and the allowance for it has expired", self.0.message).into();
        self.0.level = level;
    }

    /// Returns what follows from the finding.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.0.level
    }

    /// Returns the slug of the check that found it; `None` where the configuration could not be read at all.
    #[must_use]
    pub const fn check(&self) -> Option<&'static str> {
        self.0.check
    }

    /// Returns the key, dotted; segments that no type declares are given by position, `<key 3>`. [`Loader::allow`](crate::Loader::allow)
    /// names the key itself all the same.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// Returns where it is.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        self.0.origin.as_ref()
    }

    /// Returns what was expected, and the kind of thing that was found.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn remedy(&self) -> Option<&str> {
        self.0.remedy.as_deref()
    }

    /// By key, then by place: the order of every report.
    pub(crate) fn order(&self, other: &Self) -> std::cmp::Ordering {
        let place = |finding: &Self| {
            let origin = finding.0.origin.as_ref();
            (origin.and_then(|o| o.path().map(std::path::Path::to_path_buf)), origin.map(|o| (o.line(), o.column())))
        };
        self.0.key.cmp(&other.0.key).then_with(|| place(self).cmp(&place(other)))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0.key, &self.0.origin) {
            (Some(key), Some(origin)) => write!(f, "{key}: {} ({origin})", self.0.message)?,
            (Some(key), None) => write!(f, "{key}: {}", self.0.message)?,
            (None, Some(origin)) => write!(f, "{origin}: {}", self.0.message)?,
            (None, None) => f.write_str(&self.0.message)?,
        }
        if let Some(remedy) = &self.0.remedy {
            write!(f, "; {remedy}")?;
        }
        if let Some(check) = self.0.check {
            write!(f, " [{check}]")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self}", self.0.level.as_str())
    }
}

/// `{"level", "check", "key", "file", "line", "column", "origin", "message", "remedy"}`; what does not apply is `null`.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize_with(None, serializer)
    }
}

impl Finding {
    /// As a structure, behind the environments that have it, where they are known.
    pub(crate) fn serialize_with<S: Serializer>(
        &self,
        environments: Option<&[&str]>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let origin = self.0.origin.as_ref();
        let mut out = serializer.serialize_struct("Finding", 9 + usize::from(environments.is_some()))?;
        if let Some(environments) = environments {
            out.serialize_field("environments", environments)?;
        }
        out.serialize_field("level", self.0.level.as_str())?;
        out.serialize_field("check", &self.0.check)?;
        out.serialize_field("key", &self.key())?;
        out.serialize_field("file", &origin.and_then(Origin::path).map(|path| path.to_string_lossy()))?;
        out.serialize_field("line", &origin.and_then(Origin::line))?;
        out.serialize_field("column", &origin.and_then(Origin::column))?;
        out.serialize_field("origin", &origin.map(ToString::to_string))?;
        out.serialize_field("message", self.message())?;
        out.serialize_field("remedy", &self.remedy())?;
        out.end()
    }
}
