//! An application on the framework: `cargo run -p shop`, `cargo run -p shop -- --help`.
//!
//! It has no dependency on milieu. Each macro of milieu is named through the framework.

use framework::milieu;

/// The settings of the shop, those of the framework among them.
#[derive(milieu::Config)]
#[config(crate = framework::milieu)]
pub struct Settings {
    pub server: framework::Server,
    /// What prices are in.
    pub currency: Currency,
    /// Prints every query.
    #[config(dev_only, default = false)]
    pub trace_sql: bool,
    /// A gateway that charges nobody.
    pub mock_gateway: milieu::DevOnly![String],
}

/// What prices are in.
#[derive(milieu::Config, Clone, Copy, Debug, PartialEq, Eq)]
#[config(crate = framework::milieu, rename_all = "UPPERCASE")]
pub enum Currency {
    Eur,
    Usd,
}

impl framework::Settings for Settings {
    fn server(&self) -> &framework::Server {
        &self.server
    }
}

// the compiler holds the files against the types, those of the framework among them
milieu::check_layers!(Settings, "config", framework::ENVIRONMENTS);
milieu::forbid_in_deployable!(feature = "demo");

/// Orders that nobody made.
#[milieu::dev_only]
pub fn seed() -> u32 {
    3
}
