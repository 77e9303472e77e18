//! Vendors whose keys say at their beginning whether money moves.

use super::starts::Starts;

/// Which of a vendor's two worlds a key opens.
///
/// ```
/// use milieu::{Vendor, VendorMode};
///
/// const ACME: Vendor = Vendor::new("Acme", &["acme_sandbox_"], &["acme_live_"], 16);
/// assert_eq!(ACME.mode("acme_sandbox_0123456789abcdef"), Some(VendorMode::Test));
/// assert_eq!(ACME.mode("acme_live_0123456789abcdef"), Some(VendorMode::Live));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a key that is neither has no mode; users may match on both")]
pub enum VendorMode {
    /// Nothing real happens: test, sandbox, development.
    Test,
    /// Real customers and real money.
    Live,
}

impl VendorMode {
    /// Returns `"test"` or `"live"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Live => "live",
        }
    }
}

/// How the keys of one vendor begin, in test mode and in live mode.
///
/// Ids count as well as secrets: `rzp_test_…` opens nothing, but the secret beside it shows nothing. A prefix counts at the
/// very start of a value only, letter for letter, with at least [`min`](Self::min) printable ASCII characters behind it and
/// nothing else; an empty prefix never counts. Where several prefixes fit, the longest decides.
///
/// ```
/// let vendor = milieu::Vendor::new("Acme", &["acme_test_"], &["acme_"], 8);
/// assert_eq!(vendor.mode("acme_test_12345678"), Some(milieu::VendorMode::Test));
/// assert_eq!(vendor.mode("acme_test_"), None);
/// assert_eq!(vendor.mode("see acme_test_12345678"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vendor {
    name: &'static str,
    test: &'static [&'static str],
    live: &'static [&'static str],
    min: usize,
    since: Option<&'static str>,
}

impl Vendor {
    /// Describes a vendor that the crate does not know. `min` is the least number of characters behind a prefix.
    #[must_use]
    pub const fn new(
        name: &'static str,
        test: &'static [&'static str],
        live: &'static [&'static str],
        min: usize,
    ) -> Self {
        Self { name, test, live, min, since: None }
    }

    /// A row of the built-in table, with the release that brought it: a new row can refuse what started yesterday.
    const fn since_version(mut self, version: &'static str) -> Self {
        self.since = Some(version);
        self
    }

    /// Returns the vendor's name, as messages write it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the prefixes of test mode.
    #[must_use]
    pub const fn test(&self) -> &'static [&'static str] {
        self.test
    }

    /// Returns the prefixes of live mode.
    #[must_use]
    pub const fn live(&self) -> &'static [&'static str] {
        self.live
    }

    /// Returns the least number of characters behind a prefix.
    #[must_use]
    pub const fn min(&self) -> usize {
        self.min
    }

    /// Returns the release of this crate that brought the row; `None` for an application's own.
    #[must_use]
    pub const fn since(&self) -> Option<&'static str> {
        self.since
    }

    /// Returns the mode of a key of this vendor, and `None` for every other text.
    #[must_use]
    pub fn mode(&self, text: &str) -> Option<VendorMode> {
        self.fit(text).map(|(_, mode)| mode)
    }

    /// The mode, with the length of the prefix that decided.
    pub(super) fn fit(&self, text: &str) -> Option<(usize, VendorMode)> {
        let longest = |prefixes: &[&str]| prefixes.iter().filter(|p| self.counts(text, p)).map(|p| p.len()).max();
        match (longest(self.test), longest(self.live)) {
            (Some(test), Some(live)) if live > test => Some((live, VendorMode::Live)),
            (Some(test), _) => Some((test, VendorMode::Test)),
            (None, Some(live)) => Some((live, VendorMode::Live)),
            (None, None) => None,
        }
    }

    fn counts(&self, text: &str, prefix: &str) -> bool {
        let Some(rest) = text.strip_prefix(prefix) else { return false };
        !prefix.is_empty() && rest.len() >= self.min && rest.bytes().all(|byte| byte.is_ascii_graphic())
    }
}

/// The vendors that the crate knows, from the vendors' own pages and the rules of secret scanners.
///
/// Three vendors share their prefixes, so the row names all three: a user of one would not understand another's name.
pub(crate) const VENDORS: &[Vendor] = &[
    Vendor::new("Stripe, Clerk or Paystack", &["sk_test_", "pk_test_"], &["sk_live_", "pk_live_"], 10)
        .since_version("0.1.0"),
    Vendor::new("Stripe", &["rk_test_"], &["rk_live_", "sk_prod_", "rk_prod_"], 10).since_version("0.1.0"),
    Vendor::new("Razorpay", &["rzp_test_"], &["rzp_live_"], 10).since_version("0.1.0"),
    Vendor::new("Plaid", &["access-sandbox-", "access-development-"], &["access-production-"], 30)
        .since_version("0.1.0"),
    Vendor::new("Shippo", &["shippo_test_"], &["shippo_live_"], 30).since_version("0.1.0"),
    Vendor::new("Duffel", &["duffel_test_"], &["duffel_live_"], 30).since_version("0.1.0"),
    Vendor::new("Flutterwave", &["FLWSECK_TEST-", "FLWPUBK_TEST-"], &[], 12).since_version("0.1.0"),
    Vendor::new("EasyPost", &["EZTK"], &["EZAK"], 50).since_version("0.1.0"),
    Vendor::new("Paddle", &["pdl_sdbx_apikey_"], &["pdl_live_apikey_"], 10).since_version("0.1.0"),
    Vendor::new("Braintree", &["access_token$sandbox$"], &["access_token$production$"], 49).since_version("0.1.0"),
    // application ids; its tokens begin alike in both modes
    Vendor::new("Square", &["sandbox-sq0idb-"], &["sq0idp-"], 20).since_version("0.1.0"),
    Vendor::new("Fleetbase", &["flb_test_"], &["flb_live_"], 20).since_version("0.1.0"),
];

/// Vendors whose prefixes are plain words, which count only where a field names its vendor.
pub(super) const NAMED: &[Vendor] = &[
    Vendor::new("Mollie", &["test_"], &["live_"], 20).since_version("0.1.0"),
    Vendor::new("Lob", &["test_"], &["live_"], 20).since_version("0.1.0"),
    Vendor::new("GoCardless", &["sandbox_", "test_"], &["live_"], 20).since_version("0.1.0"),
];

impl Starts {
    pub(super) const fn add_vendors(&mut self, vendors: &[Vendor]) {
        let mut at = 0;
        while at < vendors.len() {
            self.add_all(vendors[at].test);
            self.add_all(vendors[at].live);
            at += 1;
        }
    }
}
