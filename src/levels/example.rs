//! An example of a check: facts in which it fires, what it then says, and facts in which it is quiet.

use std::fmt;

/// Names and contents.
type Texts = &'static [(&'static str, &'static str)];

/// Facts in which a check fires, and a neighbour in which it is quiet.
///
/// ```
/// let check = milieu::checks::find("unknown-key").unwrap();
/// let example = check.example().unwrap();
/// assert_eq!((example.environment(), example.files()), ("staging", &[("config/staging.toml", "prot = 80\n")][..]));
/// assert!(example.says().ends_with("did you mean port? [unknown-key]"));
/// assert!(example.quiet().unwrap().says().is_empty());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Example {
    environment: &'static str,
    says: &'static str,
    files: Texts,
    variables: Texts,
    given: &'static str,
    before: Option<&'static str>,
    quiet: Option<&'static Self>,
}

impl Example {
    /// Says for which environment the example is, and what the check says of it: the line of a finding.
    #[must_use]
    #[inline]
    pub const fn new(environment: &'static str, says: &'static str) -> Self {
        Self { environment, says, files: &[], variables: &[], given: "", before: None, quiet: None }
    }

    /// Adds files, by path and content.
    #[must_use]
    #[inline]
    pub const fn with_files(mut self, files: Texts) -> Self {
        self.files = files;
        self
    }

    /// Adds variables, by name and value.
    #[must_use]
    #[inline]
    pub const fn with_variables(mut self, variables: Texts) -> Self {
        self.variables = variables;
        self
    }

    /// Says in words what else is so.
    #[must_use]
    #[inline]
    pub const fn with_given(mut self, words: &'static str) -> Self {
        self.given = words;
        self
    }

    /// Has the same process load another environment of the same facts before.
    #[inline]
    pub(super) const fn with_before(mut self, environment: &'static str) -> Self {
        self.before = Some(environment);
        self
    }

    /// Adds the neighbour in which the check is quiet.
    #[must_use]
    #[inline]
    pub const fn with_quiet(mut self, neighbour: &'static Self) -> Self {
        self.quiet = Some(neighbour);
        self
    }

    /// Returns the environment.
    #[must_use]
    #[inline]
    pub const fn environment(&self) -> &'static str {
        self.environment
    }

    /// Returns the files, by path and content.
    #[must_use]
    #[inline]
    pub const fn files(&self) -> &'static [(&'static str, &'static str)] {
        self.files
    }

    /// Returns the variables, by name and value.
    #[must_use]
    #[inline]
    pub const fn variables(&self) -> &'static [(&'static str, &'static str)] {
        self.variables
    }

    /// Returns what else is so, in words; mostly nothing.
    #[must_use]
    #[inline]
    pub const fn given(&self) -> &'static str {
        self.given
    }

    /// Returns the environment that the same process has loaded before; mostly none.
    #[must_use]
    #[inline]
    pub const fn before(&self) -> Option<&'static str> {
        self.before
    }

    /// Returns what the check says, as a finding is shown.
    #[must_use]
    #[inline]
    pub const fn says(&self) -> &'static str {
        self.says
    }

    /// Returns the neighbour in which the check says nothing.
    #[must_use]
    #[inline]
    pub const fn quiet(&self) -> Option<&'static Self> {
        self.quiet
    }

    #[inline]
    fn facts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in {}", self.environment)?;
        if !self.given.is_empty() {
            write!(f, ", {}", self.given)?;
        }
        if let Some(before) = self.before {
            write!(f, ", after the same process has loaded {before}")?;
        }
        writeln!(f)?;
        for (path, content) in self.files {
            writeln!(f, "  {path}")?;
            content.lines().try_for_each(|line| writeln!(f, "    {line}"))?;
        }
        self.variables.iter().try_for_each(|(name, value)| writeln!(f, "  {name}={value}"))
    }
}

impl fmt::Display for Example {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.facts(f)?;
        if !self.says.is_empty() {
            writeln!(f, "says\n  {}", self.says)?;
        }
        match self.quiet {
            Some(quiet) => {
                f.write_str("and says nothing ")?;
                quiet.facts(f)
            }
            None => Ok(()),
        }
    }
}
