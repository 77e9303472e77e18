//! Refusing what destroys, where it would destroy what somebody depends on.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::environment::Environment;
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::levels::DESTRUCTIVE_ACTION;
use crate::reporter::to_stderr;
use crate::visible::Visible;

/// The longest time that glass may stay broken.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// A permission to destroy something in staging or production once, which names its environment, says why, and ends within an hour.
///
/// Whoever runs the action makes it, so it comes from where people act, such as the arguments of a command, and never from a
/// configuration. It is good for nothing else, and its use leaves an event.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use milieu::{BreakGlass, Environment};
///
/// let until = SystemTime::now() + Duration::from_secs(600);
/// let glass = BreakGlass::new("staging", "restoring the backup of Tuesday, INC-17", until);
/// Environment::STAGING.refuse_destructive("drop the database", Some(&glass))?;
/// assert!(Environment::PRODUCTION.refuse_destructive("drop the database", Some(&glass)).is_err());
/// assert!(Environment::STAGING.refuse_destructive("drop the database", None).is_err());
/// Environment::DEVELOPMENT.refuse_destructive("drop the database", None)?;
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone)]
pub struct BreakGlass {
    environment: Box<str>,
    reason: Box<str>,
    until: SystemTime,
}

impl BreakGlass {
    /// Says for which environment, why, and until when; it is judged where it is used.
    #[must_use]
    #[inline]
    pub fn new(environment: &str, reason: &str, until: SystemTime) -> Self {
        Self { environment: environment.into(), reason: reason.into(), until }
    }

    /// What speaks against it.
    #[inline]
    fn trouble(&self, environment: Environment, now: SystemTime) -> Option<(&'static str, String)> {
        if &*self.environment != environment.name() {
            return Some(("the glass was broken for another environment", format!("name it: {environment}")));
        }
        if self.reason.trim().is_empty() {
            return Some(("the glass was broken without a reason", "say why, for whoever reads it next".to_owned()));
        }
        match self.until.duration_since(now) {
            Err(_) => Some(("the time for which the glass was broken is over", "break it again".to_owned())),
            Ok(left) if left > LONGEST => {
                Some(("the glass was broken for more than an hour", "name a time within the next hour".to_owned()))
            }
            Ok(_) => None,
        }
    }
}

impl fmt::Debug for BreakGlass {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BreakGlass").field("until", &self.until).finish_non_exhaustive()
    }
}

impl Environment {
    /// Refuses an action that destroys, in tier Staging and Production, unless somebody has broken the glass for it.
    ///
    /// `action` is said in reports: what would be done, in the program's own words. Where the caller can be held to it when it is
    /// compiled, a [`Proof`](crate::proof::Proof) is better: this is for tools that meet their environment at run time. Ask the environment of
    /// what was loaded, `settings.environment()`, and not one that the caller names.
    ///
    /// A permission that is used leaves an event: a warning through `tracing` where that feature has a subscriber, else a line on
    /// stderr, with action, environment and reason.
    ///
    /// # Errors
    ///
    /// Fails in tier Staging and Production without a permission, and with one that is for another environment, has no reason, is
    /// over, or goes on for more than an hour.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = "db")] #[allow(dead_code)] database: String }
    /// let settings = milieu::testing::Fixture::new().environment("production").load::<Settings>()?;
    /// let error = settings.environment().refuse_destructive("drop the database", None).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "production: refuses to drop the database; break the glass for it, with environment, reason and an end within the \
    ///      hour [destructive-action]",
    /// );
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[expect(
        clippy::disallowed_methods,
        reason = "a permission ends, so it is held against the clock where it is used"
    )]
    #[inline]
    pub fn refuse_destructive(&self, action: &str, glass: Option<&BreakGlass>) -> Result<(), Error> {
        if !self.tier().is_deployed() {
            return Ok(());
        }
        // both are somebody's words, and a line break in them would begin a line of its own
        let action = Visible(action);
        let refused = match glass.map(|glass| (glass, glass.trouble(*self, SystemTime::now()))) {
            Some((glass, None)) => {
                let message = format!("the glass was broken to {action}: {}", Visible(glass.reason.trim()));
                let event = Finding::new(message).with_key(self.name()).with_check(DESTRUCTIVE_ACTION, Level::Warn);
                to_stderr(&event);
                return Ok(());
            }
            Some((_, Some((why, remedy)))) => Finding::new(format!("refuses to {action}: {why}")).with_remedy(remedy),
            None => Finding::new(format!("refuses to {action}"))
                .with_remedy("break the glass for it, with environment, reason and an end within the hour"),
        };
        Err(Error::of(refused.with_key(self.name()).with_check(DESTRUCTIVE_ACTION, Level::Deny)))
    }
}
