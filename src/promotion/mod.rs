//! Promotion: production starts only what staging has accepted.
//!
//! A **receipt** is the record that an environment of tier Staging accepted this very artefact with this very configuration
//! shape. Staging's own start issues it, or CI after a look at staging's configuration; it travels with the artefact; where
//! [`Loader::require_receipt`](crate::Loader::require_receipt) asks for one, a start in tier Production is refused without one that fits
//! (`unproven-promotion`). Nothing is asked over a network.
//!
//! ```
//! use milieu::promotion::KeyPair;
//! use milieu::testing::Fixture;
//!
//! #[derive(milieu::Config)]
//! struct Settings {
//!     #[config(parity = "same")]
//!     currency: String,
//!     pool_size: u16,
//! }
//!
//! let pair = KeyPair::generate()?; // once: the signing half goes to staging's secrets, the other half into the source
//! let shop = Fixture::new()
//!     .application("shop")
//!     .file("config/base.toml", "currency = 'EUR'\npool_size = 8\n")
//!     .file("config/staging.toml", "")
//!     .file("config/production.toml", "pool_size = 64\n");
//!
//! // staging has started: it says so, and `issue_receipt` would write it to a file
//! let staging = shop.environment("staging").receipt_key(pair.signing());
//! let receipt = staging.sign_receipt(&staging.load::<Settings>()?.accept()?)?;
//!
//! let shop = shop.file("receipt.json", receipt);
//! let start = |shop: &Fixture| {
//!     shop.environment("production").require_receipt("receipt.json", pair.verifying()).load::<Settings>()
//! };
//! assert_eq!(start(&shop)?.pool_size, 64);
//!
//! // what staging has not seen does not start
//! let changed = shop.clone().file("config/base.toml", "currency = 'USD'\npool_size = 8\n");
//! let error = start(&changed).unwrap_err().to_string();
//! assert!(error.starts_with("1 problem in the configuration of production\n  receipt: is of another shared configuration: "));
//! assert!(error.ends_with("(receipt.json); deploy the same base files, and the same values where parity is same, to staging \
//!                          first [unproven-promotion]"));
//! # Ok::<(), milieu::Error>(())
//! ```
//!
//! # What fits
//!
//! | of the receipt | has to be |
//! |---|---|
//! | signature | of the key that the program trusts; nothing else is looked at before it |
//! | application | the one that starts, by the name that its loader has |
//! | environment | one of the application's, of tier Staging |
//! | schema | [`Schema::hash`](crate::schema::Schema::hash) of the type that is loaded |
//! | shared configuration | what production's start computes of its own layers |
//! | artefact | the SHA-256 of the running file, or of the one that [`Loader::artifact`](crate::Loader::artifact) names |
//! | time | no more than 5 minutes ahead of this machine's clock, and no older than [`Loader::receipt_max_age`](crate::Loader::receipt_max_age) allows |
//!
//! What staging and production **share** is every value that layers of rank `Default` and `Base` give, whether a higher layer
//! says it again or not, and the winning value of every field with `parity = "same"`, or below a table with it. So a change to
//! production's own file, variables and credentials needs no receipt, and one to a base file does. The number is the first 16
//! bytes of SHA-256 over `milieu.shared/1`, then, in the order of their bytes, the pairs of a name and a value, each preceded by its
//! length as 8 bytes, least significant first: `base KEY` with the compact JSON of the value, or `table`; `same KEY` with the same, or
//! `computed`, or `unset`. No credential is in it. Values with `parity = "same"` have to come from where both environments have them.
//!
//! # Without staging
//!
//! For a hotfix somebody signs an [`Approval`], which [`Loader::approval`](crate::Loader::approval) reads: who, why, until when, for
//! one artefact in one environment. While it counts, what speaks against the start is a warning that names all of it.
//!
//! # Formats
//!
//! Both are DSSE envelopes (version 1) with one Ed25519 signature (RFC 8032, checked strictly), of at most 64 KiB, around in-toto
//! statements (version 1), so that other tools can read them:
//!
//! ```json
//! { "payloadType": "application/vnd.in-toto+json", "payload": "<Base64>",
//!   "signatures": [{ "keyid": "<first 16 bytes of the SHA-256 of the public key, in hexadecimal>", "sig": "<Base64>" }] }
//! ```
//!
//! The signature is over `DSSEv1 28 application/vnd.in-toto+json LENGTH PAYLOAD`, where the payload is
//!
//! ```json
//! { "_type": "https://in-toto.io/Statement/v1",
//!   "predicate": { "checks": [{ "allowed": 0, "check": "unknown-key", "findings": 0, "level": "warn" }],
//!                  "environment": "staging", "phase": "start", "schema": "<32 digits>", "shared": "<32 digits>",
//!                  "tier": "staging", "time": "2027-01-31T12:00:00Z" },
//!   "predicateType": "milieu:receipt/1",
//!   "subject": [{ "digest": { "sha256": "<64 digits>" }, "name": "<application>" }] }
//! ```
//!
//! and of an approval, with `"predicateType": "milieu:approval/1"`, the predicate is
//!
//! ```json
//! { "environment": "production", "reason": "…", "schema": "<32 digits, may be missing>", "until": "…", "who": "…" }
//! ```
//!
//! Reading is strict, and stricter than DSSE asks: another key, a second signature, a key that is said twice and another version are
//! refused, and so is a `keyid` that is not the trusted key's, though it is never a reason to accept.
//!
//! # What it does not do
//!
//! Prove that staging *worked*: a receipt says that its configuration was accepted and its program started. It is as good as the place
//! where the signing key lies: whoever has the key can sign anything, and a patched program asks for no receipt.

mod approval;
mod envelope;
mod file;
mod fit;
mod hash;
mod key;
mod receipt;
mod statement;
#[cfg(test)]
mod tests;
mod text;

pub use approval::Approval;
pub(crate) use file::Signed;
pub(crate) use fit::{Start, Trusted, judge_approval, judge_receipt, leveled};
pub use hash::ArtifactHash;
pub use key::{KeyPair, SigningKey, VerifyingKey};
pub use receipt::{Acceptance, PassedCheck, Receipt};
