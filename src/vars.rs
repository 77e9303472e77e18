//! A snapshot of the process environment variables, passed as a value.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroize;

/// A snapshot of all process environment variables.
///
/// The process is read once, here; after that variables are a value like any other, so a test gives its own and nothing
/// ever sets one. Values are zeroized when the snapshot is dropped, and `Debug` shows a count.
///
/// ```
/// use milieu::Vars;
///
/// let vars = Vars::from_iter([("SHOP_ENV", "staging"), ("SHOP_PORT", "8080")]);
/// assert_eq!(vars.get("SHOP_PORT"), Some("8080"));
/// assert_eq!(format!("{vars:?}"), "Vars(2 variables)");
/// ```
#[derive(Clone, Default)]
pub struct Vars {
    /// In the order in which they were given; of a name that comes twice the first counts.
    all: Vec<(String, Text)>,
    of_process: bool,
}

/// The value of a variable.
#[derive(Clone)]
pub(crate) enum Text {
    Unicode(String),
    /// Kept as a fact only: what is not UTF-8 is refused where it is used, and nobody needs the bytes.
    NotUnicode,
}

impl Vars {
    /// Reads the process, once.
    ///
    /// A variable whose name is not UTF-8 cannot be any key's and is left out.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the process's variables")]
    pub fn from_process() -> Self {
        let mut vars = Self::from_os(std::env::vars_os());
        vars.of_process = true;
        vars
    }

    fn from_os(variables: impl Iterator<Item = (OsString, OsString)>) -> Self {
        // room for all at once: the process says how many there are
        let mut all = Vec::with_capacity(variables.size_hint().1.unwrap_or_default());
        all.extend(variables.filter_map(|(name, value)| {
            let value = value.into_string().map_or(Text::NotUnicode, Text::Unicode);
            Some((name.into_string().ok()?, value))
        }));
        Self { all, of_process: false }
    }

    /// Returns the value of a variable; `None` if it is not there or is not UTF-8.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        match self.find(name)? {
            Text::Unicode(value) => Some(value),
            Text::NotUnicode => None,
        }
    }

    /// Returns the names, in the order in which they were given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|(name, _)| name.as_str())
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Text> {
        self.all.iter().find(|(other, _)| other == name).map(|(_, text)| text)
    }

    /// All variables with their values.
    pub(crate) fn all(&self) -> &[(String, Text)] {
        &self.all
    }

    /// Whether cargo's own variables are there, as they are for what `cargo run` and `cargo test` start.
    #[inline]
    pub(crate) fn has_cargo(&self) -> bool {
        ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_PKG_NAME"].iter().all(|name| self.find(name).is_some())
    }

    /// The program that runs, if this is a snapshot of its process.
    pub(crate) fn executable(&self) -> Option<PathBuf> {
        if self.of_process { Self::program() } else { None }
    }

    /// Whether this is what the process has, and not what somebody made up.
    pub(crate) const fn is_of_process(&self) -> bool {
        self.of_process
    }

    /// One variable of the process, whatever snapshot a load was given: how it was started is no matter of configuration.
    #[expect(clippy::disallowed_methods, reason = "this module reads what the process says of itself")]
    pub(crate) fn of_process(name: &str) -> Option<OsString> {
        std::env::var_os(name)
    }

    /// The directory in which the process runs.
    #[expect(clippy::disallowed_methods, reason = "this module reads what the process says of itself")]
    pub(crate) fn directory() -> Option<PathBuf> {
        std::env::current_dir().ok()
    }

    /// The program that runs, whatever snapshot a load was given.
    #[expect(clippy::disallowed_methods, reason = "this module reads what the process says of itself")]
    pub(crate) fn program() -> Option<PathBuf> {
        std::env::current_exe().ok()
    }
}

impl<N: Into<OsString>, V: Into<OsString>> FromIterator<(N, V)> for Vars {
    /// Takes names and values; of a name that comes twice the first counts.
    fn from_iter<I: IntoIterator<Item = (N, V)>>(variables: I) -> Self {
        Self::from_os(variables.into_iter().map(|(name, value)| (name.into(), value.into())))
    }
}

impl Drop for Vars {
    fn drop(&mut self) {
        for (_, value) in &mut self.all {
            if let Text::Unicode(value) = value {
                value.zeroize();
            }
        }
    }
}

impl fmt::Debug for Vars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vars({} variables)", self.all.len())
    }
}
