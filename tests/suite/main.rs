//! The specification: a theme a file, a sentence a test.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and reads its own fixtures"
)]

mod allowances;
mod bad_input;
mod check_layers;
mod checks;
mod conventions;
mod credentials;
mod derive;
mod dev_values;
mod embedded;
mod environments;
mod global;
mod guards;
mod hosts;
mod laws;
mod layering;
mod leaks;
mod lean;
#[cfg(all(unix, feature = "secret-files", feature = "ledger"))]
mod ledger;
mod messages;
mod milieu_toml;
mod order;
mod own_checks;
#[cfg(feature = "cli")]
mod page;
mod parity;
mod plain;
#[cfg(all(unix, feature = "secret-files", feature = "receipts"))]
mod promotion;
mod provenance;
mod reports;
#[cfg(all(unix, feature = "secret-files", feature = "sealed"))]
mod sealed;
#[cfg(all(unix, feature = "secret-files"))]
mod secret_files;
mod test_attribute;
mod test_kit;
mod toml_conformance;
mod variables;
#[cfg(feature = "cli")]
mod verdict;
mod wrapping;
