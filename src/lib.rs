#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod allowance;
pub mod artifact;
mod build;
pub mod checks;
#[cfg(feature = "cli")]
pub mod cli;
mod credential;
mod destructive;
mod dev_only;
#[cfg(feature = "miette")]
mod diagnostic;
mod display;
mod dsn;
mod environment;
mod error;
mod exact;
mod facts;
mod finding;
mod fingerprint;
mod forms;
mod global;
#[cfg(doc)]
pub mod guide;
#[cfg(feature = "figment")]
mod handout;
mod isolation;
mod key;
#[cfg(any(feature = "receipts", feature = "sealed"))]
mod key_text;
mod layers;
#[cfg(feature = "ledger")]
pub mod ledger;
mod levels;
mod loader;
mod macros;
mod nearest;
mod origin;
mod palette;
pub mod parity;
pub mod policy;
pub mod process;
#[cfg(feature = "receipts")]
pub mod promotion;
pub mod proof;
mod rank;
mod recognise;
mod record;
#[cfg(feature = "redactor")]
mod redactor;
mod report;
mod reporter;
mod resolve;
mod rules;
pub mod schema;
#[cfg(feature = "sealed")]
pub mod sealed;
#[cfg(feature = "receipts")]
mod shared;
pub mod source;
mod sources;
mod stack;
#[cfg(feature = "testing")]
pub mod testing;
mod tier;
mod vars;
#[cfg(any(feature = "cli", feature = "testing"))]
mod verdict;
mod visible;

pub use build::{Build, BuildClass};
pub use credential::{Credential, FromCredential, NotThisCredential};
pub use destructive::BreakGlass;
pub use dev_only::DevOnly;
pub use dsn::Dsn;
pub use environment::Environment;
pub use error::{Error, Styled};
pub use finding::{Finding, Level};
pub use fingerprint::Fingerprint;
pub use global::{Global, Handle};
pub use isolation::Process;
pub use key::Key;
pub use loader::{Inspection, Leaf, Loaded, Loader};
pub use milieu_derive::Config;

/// ```
/// #[milieu::dev_only]
/// mod mock {
///     pub fn charge(cents: u64) -> u64 {
///         cents
///     }
/// }
/// assert_eq!(mock::charge(5), 5);
/// ```
pub use milieu_derive::dev_only;

/// ```
/// milieu::forbid_in_deployable!(feature = "mock", debug_assertions);
/// ```
pub use milieu_derive::forbid_in_deployable;

/// The test is the same in each environment:
///
/// ```
/// use milieu::testing::Fixture;
/// use milieu::{Environment, Tier};
///
/// # #[derive(milieu::Config)] struct Settings { port: u16 }
/// pub const ENVIRONMENTS: &[Environment] = &[Environment::declare("qa", Tier::Staging)];
///
/// #[milieu::test(ENVIRONMENTS, environments(development, qa, production))]
/// fn starts(environment: Environment) -> Result<(), milieu::Error> {
///     let fixture = Fixture::new().environments(ENVIRONMENTS).file("config/base.toml", "port = 80\n");
///     assert_eq!(fixture.environment(environment.name()).load::<Settings>()?.port, 80);
///     Ok(())
/// }
/// # fn main() {}
/// ```
///
/// What nobody has declared does not compile:
///
/// ```compile_fail
/// # pub const ENVIRONMENTS: &[milieu::Environment] = &[];
/// #[milieu::test(ENVIRONMENTS, environments(qa))]
/// fn starts(environment: milieu::Environment) {}
/// # fn main() {}
/// ```
#[cfg(feature = "testing")]
pub use milieu_derive::test;

pub use origin::Origin;
pub use rank::Rank;
pub use recognise::{Vendor, VendorMode};
#[cfg(feature = "redactor")]
pub use redactor::{Redacting, Redactor};
pub use report::{Described, Explanation};
pub use resolve::Config;
pub use sources::embedded::Embedded;
pub use sources::secret::SecretFiles;
pub use tier::Tier;
pub use vars::Vars;
#[cfg(any(feature = "cli", feature = "testing"))]
pub use verdict::{Found, StyledVerdict, Verdict};

/// What the derive writes names of. Not a part of the public interface: it changes with any release.
#[doc(hidden)]
pub mod __private {
    pub use milieu_derive::{check_layers, embed_layers, report_layers};
    pub use serde::de::DeserializeOwned;

    pub use crate::artifact::record::{joined, length, manifest};
    pub use crate::build::BuildClass;
    pub use crate::dev_only::{Class, HasDevelopmentValues};
    pub use crate::environment::environment;
    pub use crate::policy::AllowedSources;
    pub use crate::resolve::{Config, Leaf, LeafError, Place, Probe, Scope, Shape, Unknown};
    /// What [`check_layers!`](crate::check_layers) calls.
    pub mod layers {
        pub use crate::layers::{Entry, Fault, File, Findings, Node, Report, judge, missing, render};
    }
    pub use crate::schema::{Choice, Field, Kind, Literal, Number, Parity, Presence, Range, Schema, Variant};
    pub use crate::sources::embedded::{EmbeddedFile, is_deployed, is_embedded};
    pub use crate::stack::{Content, Item, Linked, Said};

    /// `Default::default`, by a path that no user type can shadow.
    pub fn default<T: Default>() -> T {
        T::default()
    }

    /// Reads through a module's `deserialize` function.
    #[doc(hidden)]
    #[macro_export]
    macro_rules! __milieu_read_with {
        ($place:expr, $($path:tt)+) => {
            $place.with(|deserializer| $($path)+::deserialize(deserializer))
        };
    }
    pub use crate::__milieu_read_with as read_with;
}
