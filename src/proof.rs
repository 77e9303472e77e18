//! Tokens that prove what a loaded environment is, for functions that must not be called elsewhere.

use std::fmt;
use std::marker::PhantomData;

use crate::environment::Environment;
use crate::error::Error;
use crate::finding::Finding;
use crate::tier::Tier;

/// What a [`Proof`] can say of an environment.
///
/// There are [`NonProduction`] and [`Deployed`], and nobody can add another.
pub trait Claim: sealed::Sealed {
    #[doc(hidden)]
    const WORDS: &'static str;

    #[doc(hidden)]
    fn holds(tier: Tier) -> bool;
}

/// The environment is of tier Development, so what it has can be made anew.
///
/// Staging is as strict as production in this too: what would be lost there is what production is judged by.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NonProduction;

/// The environment is of tier Staging or Production.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Deployed;

impl Claim for NonProduction {
    const WORDS: &'static str = "is no environment for development";

    fn holds(tier: Tier) -> bool {
        !tier.is_deployed()
    }
}

impl Claim for Deployed {
    const WORDS: &'static str = "is neither staging nor production";

    fn holds(tier: Tier) -> bool {
        tier.is_deployed()
    }
}

/// A proof that the loaded environment is what `C` claims.
///
/// Only [`Loaded::prove`](crate::Loaded::prove) makes one, after a load that found nothing to forbid. A function that destroys asks for it
/// and so cannot be called without: who has production's configuration has no way to such a token.
///
/// ```
/// use milieu::proof::{NonProduction, Proves};
///
/// fn reset(_database: &str, _proof: &impl Proves<NonProduction>) {
///     // DROP TABLE …
/// }
///
/// # #[derive(milieu::Config)] struct Settings { #[config(default = "db")] database: String }
/// let fixture = milieu::testing::Fixture::new();
/// let settings = fixture.environment("test").load::<Settings>()?;
/// reset(&settings.database, &settings.prove::<NonProduction>()?);
///
/// let settings = fixture.environment("production").load::<Settings>()?;
/// let error = settings.prove::<NonProduction>().unwrap_err();
/// assert!(error.to_string().starts_with("production: is no environment for development"));
/// # Ok::<(), milieu::Error>(())
/// ```
pub struct Proof<C: Claim> {
    environment: Environment,
    claim: PhantomData<fn() -> C>,
}

impl<C: Claim> Proof<C> {
    /// Judges the environment of a load.
    pub(crate) fn of(environment: Environment) -> Result<Self, Error> {
        if C::holds(environment.tier()) {
            return Ok(Self { environment, claim: PhantomData });
        }
        let finding = Finding::new(C::WORDS)
            .with_key(environment.name())
            .with_remedy("what asks for this proof must not run here: select another environment, or do not call it");
        Err(Error::new(None, vec![finding]))
    }

    /// Returns the environment of which this is proven.
    #[must_use]
    pub const fn environment(&self) -> Environment {
        self.environment
    }
}

impl<C: Claim> fmt::Debug for Proof<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proof({})", self.environment)
    }
}

/// What proves a claim: a [`Proof`] of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not prove that this environment is `{C}`",
    label = "expected a `Proof<{C}>`",
    note = "ask the loaded configuration: `settings.prove::<{C}>()?`, which fails in every environment that is not; there is no other way to make one"
)]
pub trait Proves<C: Claim>: sealed::Sealed {}

#[diagnostic::do_not_recommend]
impl<C: Claim> Proves<C> for Proof<C> {}

mod sealed {
    #[expect(unnameable_types, reason = "nobody else is to implement it")]
    pub trait Sealed {}
    impl Sealed for super::NonProduction {}
    impl Sealed for super::Deployed {}
    impl<C: super::Claim> Sealed for super::Proof<C> {}
}
