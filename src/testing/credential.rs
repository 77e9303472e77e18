//! Credentials that were made for tests and say so.

use crate::credential::Credential;
use crate::recognise::SYNTHETIC;

/// By feature `testing`.
impl Credential {
    /// Makes a credential for a test that needs one and loads none: [`credential_text`] of the name.
    ///
    /// Staging and production refuse that text, from whatever source it comes (`credential-placeholder`), so what a test made up
    /// does not end up as somebody's password.
    ///
    /// ```
    /// let password = milieu::Credential::for_test("database");
    /// assert_eq!(password.expose(), "milieu-test-database");
    /// assert_eq!(format!("{password:?}"), "[REDACTED]");
    /// ```
    #[must_use]
    pub fn for_test(name: &str) -> Self {
        // in a binary that ships it has no business, and `artifact::verify` says so
        std::hint::black_box(crate::artifact::record::FIXTURE);
        Self::new(credential_text(name))
    }
}

/// Returns the text of a credential that was made for tests: `milieu-test-` and the name, for files, variables and addresses.
///
/// Development takes it. Staging and production refuse it wherever it comes from, a fixture or the real thing
/// (`credential-placeholder`): whoever tests those gives them texts of their own.
///
/// ```
/// use milieu::testing::{Fixture, credential_text};
///
/// # #[derive(milieu::Config, Debug)] struct Settings { database: milieu::Dsn }
/// let dsn = format!("postgres://shop:{}@db/shop", credential_text("database"));
/// let fixture = Fixture::new().secret("database", dsn);
/// assert!(fixture.environment("development").load::<Settings>().is_ok());
/// let error = fixture.environment("production").load::<Settings>().unwrap_err();
/// assert!(error.to_string().contains("database: holds a credential that was made for tests (/run/secrets/database)"));
/// ```
#[must_use]
pub fn credential_text(name: &str) -> String {
    format!("{SYNTHETIC}{name}")
}
