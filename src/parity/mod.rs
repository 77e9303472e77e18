//! Environments side by side: what one has and another lacks, what may differ and what must.
//!
//! Staging answers whether production will work, as far as the two are alike. [`Parity`] tells where they are not: keys that only one
//! has, values of another kind, and what the type declares with `#[config(parity = "…")]`. A value is never shown.
//!
//! | drift | the two environments |
//! |---|---|
//! | `missing-in-staging` | only the other one has the key |
//! | `kind` | hold another kind of value: a text and a number, a list and a table |
//! | `same` | differ, and `parity = "same"` says that they must not |
//! | `distinct` | have one value, and `parity = "distinct"` says that they must not, or it is the address of one database, queue or cache |
//! | `empty-in-staging` | have an empty list here and entries there |
//! | `scheme` | have addresses of two schemes |
//! | `variant` | choose two variants of an enum |
//! | `source-missing-in-staging` | do not read the same kinds of source |
//!
//! What each deployment supplies, what belongs to development alone and credentials are no drift where one lacks them: a type says
//! so by its fields, and [`Rules`] say it where there is no type. A key that has a default has a value everywhere.
//!
//! Real configurations differ in many ways that nobody minds, so there is a [`Baseline`]: a committed file, `parity.lock`, of the
//! differences that somebody has accepted, each with a reason. What is not in it is new, and fails CI: `production-only-input` for
//! what production would use first, `staging-drift` for everything else.
//!
//! ```
//! use milieu::parity::Baseline;
//!
//! #[derive(milieu::Config)]
//! struct Settings {
//!     #[allow(dead_code)]
//!     mirror: Option<String>,
//! }
//!
//! let fixture = milieu::testing::Fixture::new()
//!     .file("config/staging.toml", "")
//!     .file("config/production.toml", "mirror = 'hot'\n");
//! let both = fixture.loader().side_by_side::<Settings>();
//! let mut baseline = Baseline::empty();
//! assert_eq!(
//!     both.findings(&baseline)[0].to_string(),
//!     "mirror: is set in production and not in staging (config/production.toml:1:10); \
//!      set it in staging too, or accept the difference with a reason [production-only-input]",
//! );
//! baseline.accept(&both.compare("staging", "production")?, "the mirror costs too much for staging")?;
//! assert!(both.findings(&baseline).is_empty());
//! # Ok::<(), milieu::Error>(())
//! ```

mod baseline;
mod compare;
mod difference;
mod file;
mod pair;
mod rules;
mod shared;
mod side_by_side;
mod values;
mod words;

pub use baseline::{Accepted, Baseline};
pub use difference::{Difference, Drift};
pub use pair::Parity;
pub use rules::Rules;
pub use shared::SharedCredential;
pub use side_by_side::SideBySide;
