//! What a build is made for, as a value that macros take from the user's crate.

/// Whether a build may be deployed.
///
/// ```
/// assert_eq!(milieu::build!().class(), milieu::BuildClass::Development);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "staging and production run the same binary, so there are two")]
pub enum BuildClass {
    /// The default: for developers and tests.
    Development,
    /// Made with `MILIEU_BUILD=deployable`: what staging and production run.
    Deployable,
}

impl BuildClass {
    /// Reads the value of `MILIEU_BUILD`, as [`build!`](crate::build!) does where it expands.
    ///
    /// # Panics
    ///
    /// Panics, and so does not compile in a constant, on any other value than `development` and `deployable`.
    ///
    /// ```
    /// use milieu::BuildClass;
    /// const CLASS: BuildClass = BuildClass::from_variable(Some("deployable"));
    /// assert_eq!(CLASS, BuildClass::Deployable);
    /// assert_eq!(BuildClass::from_variable(None), BuildClass::Development);
    /// ```
    #[must_use]
    pub const fn from_variable(value: Option<&str>) -> Self {
        let Some(value) = value else { return Self::Development };
        match value.as_bytes() {
            b"development" => Self::Development,
            b"deployable" => Self::Deployable,
            _ => panic!("MILIEU_BUILD is neither `development` nor `deployable`"),
        }
    }

    /// Tells whether a build of this class may be deployed.
    #[must_use]
    pub const fn is_deployable(self) -> bool {
        matches!(self, Self::Deployable)
    }

    /// What [`build!`](crate::build!) asks where it expands: a deployable build has no debug assertions, unless it says why.
    ///
    /// # Panics
    ///
    /// Panics, and so does not compile, for a deployable build with debug assertions and no reason, and for a blank reason.
    #[doc(hidden)]
    pub const fn without_debug_assertions(self, has_them: bool, reason: Option<&str>) {
        if let Some(reason) = reason {
            assert!(
                !reason.trim_ascii().is_empty(),
                "debug assertions in a deployable build need a reason, and this one is blank"
            );
        }
        assert!(
            !(matches!(self, Self::Deployable) && has_them && reason.is_none()),
            "a deployable build has debug assertions on; build it with --release and without -C debug-assertions \
             (overflow checks are a setting of their own), or say why they stay: app!(\"…\", debug_assertions = \"why\")"
        );
    }
}

/// Facts about a build, taken where [`build!`](crate::build!) or [`app!`](crate::app!) expands, so that they are those of
/// the application and not of this library.
///
/// ```
/// let build = milieu::build!();
/// assert_eq!(build.class(), milieu::BuildClass::Development);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Build {
    class: BuildClass,
    package: Option<&'static str>,
    manifest_dir: Option<&'static str>,
    under_test: bool,
}

impl Build {
    /// What [`build!`](crate::build!) calls.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        class: BuildClass,
        package: Option<&'static str>,
        manifest_dir: Option<&'static str>,
        under_test: bool,
    ) -> Self {
        Self { class, package, manifest_dir, under_test }
    }

    /// Returns the build class.
    #[must_use]
    pub const fn class(&self) -> BuildClass {
        self.class
    }

    /// Returns the name of the package that expanded the macro, if cargo built it.
    #[must_use]
    pub const fn package(&self) -> Option<&'static str> {
        self.package
    }

    /// Returns the directory of that package's manifest on the machine that built it; `None` in a deployable build, whose
    /// binary carries no path of the machine that made it.
    #[must_use]
    pub const fn manifest_dir(&self) -> Option<&'static str> {
        self.manifest_dir
    }

    /// Tells whether the crate that expanded the macro was compiled as its own test.
    #[must_use]
    pub const fn is_under_test(&self) -> bool {
        self.under_test
    }
}
