//! Where one value was written, in the source's own spelling.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::visible::Visible;

/// Where one value was written.
///
/// `Display` gives the place as its source spells it: `config/staging.toml:7:8`, `SHOP_DATABASE_HOST`, `default`. An origin
/// never holds a value. A control character in a name is written as an escape, `\u{1b}`.
///
/// ```
/// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = 1\n");
/// # #[derive(milieu::Config)] struct Settings { port: u16 }
/// let loaded = fixture.environment("development").load::<Settings>()?;
/// assert_eq!(loaded.provenance("port")[0].to_string(), "config/base.toml:1:8");
/// assert_eq!(loaded.provenance("port")[0].line(), Some(1));
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Origin(Place);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Place {
    Default,
    Computed,
    File { path: Arc<Path>, line: u32, column: u32 },
    WholeFile { path: Arc<Path> },
    Variable { name: Arc<str> },
    Named { name: Arc<str> },
}

impl Origin {
    /// The literal default that the type declares.
    pub(crate) const DEFAULT: Self = Self(Place::Default);

    /// The default that Rust code computes.
    pub(crate) const COMPUTED: Self = Self(Place::Computed);

    pub(crate) fn file(path: Arc<Path>, line: u32, column: u32) -> Self {
        Self(Place::File { path, line, column })
    }

    pub(crate) fn whole_file(path: impl Into<PathBuf>) -> Self {
        Self(Place::WholeFile { path: path.into().into() })
    }

    pub(crate) fn variable(name: &str) -> Self {
        Self(Place::Variable { name: name.into() })
    }

    /// A source that has no file and no variable: a provider, an argument, values given in code.
    pub(crate) fn named(name: &str) -> Self {
        Self(Place::Named { name: name.into() })
    }

    /// Returns the file, as the loader was told it; `None` for every other source.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            Place::File { path, .. } | Place::WholeFile { path } => Some(path),
            _ => None,
        }
    }

    /// Returns the line in the file, counted from 1.
    #[must_use]
    pub const fn line(&self) -> Option<u32> {
        match &self.0 {
            Place::File { line, .. } => Some(*line),
            _ => None,
        }
    }

    /// Returns the column in the line, counted from 1 in characters.
    #[must_use]
    pub const fn column(&self) -> Option<u32> {
        match &self.0 {
            Place::File { column, .. } => Some(*column),
            _ => None,
        }
    }

    /// Returns the name of the variable; `None` for every other source.
    #[must_use]
    pub fn variable_name(&self) -> Option<&str> {
        match &self.0 {
            Place::Variable { name } => Some(name),
            _ => None,
        }
    }

    /// Tells whether the type's own default stands here, literal or computed.
    #[must_use]
    pub const fn is_default(&self) -> bool {
        matches!(self.0, Place::Default | Place::Computed)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::Default => f.write_str("default"),
            Place::Computed => f.write_str("computed default"),
            Place::File { path, line, column } => write!(f, "{}:{line}:{column}", Visible(&path.to_string_lossy())),
            Place::WholeFile { path } => write!(f, "{}", Visible(&path.to_string_lossy())),
            Place::Variable { name } | Place::Named { name } => write!(f, "{}", Visible(name)),
        }
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Origin({self})")
    }
}
