//! Vendors' credentials that can be told by prefix, alphabet and length.

use super::starts::Starts;
use super::template::is_mask;

/// What may stand behind a prefix.
#[derive(Clone, Copy)]
enum Alphabet {
    /// `0`–`9`, `a`–`f`, in either case.
    Hex,
    /// `A`–`Z`, `0`–`9`.
    Upper,
    /// ASCII letters and digits.
    Alnum,
    /// And `_`, `-`.
    Word,
    /// And `.`, `=`, `+`, `/`, `$`, `~`.
    Text,
}

impl Alphabet {
    const fn has(self, byte: u8) -> bool {
        match self {
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::Word => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Self::Text => Self::Word.has(byte) || matches!(byte, b'.' | b'=' | b'+' | b'/' | b'$' | b'~'),
        }
    }
}

use Alphabet::{Alnum, Hex, Text, Upper, Word};

/// Vendor, prefix, the least and the most characters behind it, their alphabet.
struct Row(&'static str, &'static str, usize, usize, Alphabet);

const ANY: usize = usize::MAX;

/// Secrets only: Stripe's `pk_` and Razorpay's `rzp_` are ids that stand in web pages. AWS's key ids are here, since nobody
/// writes one down without meaning the secret beside it.
///
/// Lengths are the vendors', or the least that gitleaks' rules (MIT) take; where a vendor has let its keys grow before, there
/// is no upper bound. Ordered by prefix, byte for byte, for the search.
const ROWS: &[Row] = &[
    Row("AWS", "ABIA", 16, 16, Upper),
    Row("AWS", "ABSK", 109, ANY, Text),
    Row("AWS", "ACCA", 16, 16, Upper),
    Row("age", "AGE-SECRET-KEY-1", 58, 58, Upper),
    Row("Google", "AIza", 35, 35, Word),
    Row("Artifactory", "AKCp", 69, 69, Alnum),
    Row("AWS", "AKIA", 16, 16, Upper),
    Row("AWS", "ASIA", 16, 16, Upper),
    Row("Atlassian", "ATATT3", 60, ANY, Text),
    Row("Clojars", "CLOJARS_", 60, 60, Alnum),
    Row("EasyPost", "EZAK", 54, 54, Alnum),
    Row("EasyPost", "EZTK", 54, 54, Alnum),
    Row("Flutterwave", "FLWSECK-", 32, ANY, Word),
    Row("Flutterwave", "FLWSECK_TEST-", 12, ANY, Word),
    Row("Google", "GOCSPX-", 28, 28, Word),
    Row("GitLab", "GR1348941", 20, 20, Word),
    Row("Heroku", "HRKU-AA", 58, 58, Word),
    Row("Alibaba Cloud", "LTAI", 20, 20, Alnum),
    Row("New Relic", "NRAK-", 27, 27, Upper),
    Row("Postman", "PMAK-", 59, 59, Word),
    Row("SendGrid", "SG.", 66, 66, Text),
    Row("Plaid", "access-development-", 36, 36, Word),
    Row("Plaid", "access-production-", 36, 36, Word),
    Row("Plaid", "access-sandbox-", 36, 36, Word),
    Row("Braintree", "access_token$production$", 49, ANY, Text),
    Row("Braintree", "access_token$sandbox$", 49, ANY, Text),
    Row("Hugging Face", "api_org_", 34, 34, Alnum),
    Row("Buildkite", "bkua_", 40, 40, Hex),
    Row("Databricks", "dapi", 32, 34, Word),
    Row("Docker", "dckr_pat_", 27, ANY, Word),
    Row("DigitalOcean", "doo_v1_", 64, 64, Hex),
    Row("DigitalOcean", "dop_v1_", 64, 64, Hex),
    Row("DigitalOcean", "dor_v1_", 64, 64, Hex),
    Row("Doppler", "dp.pt.", 40, ANY, Alnum),
    Row("Doppler", "dp.st.", 40, ANY, Text),
    Row("Dynatrace", "dt0c01.", 89, 89, Text),
    Row("Duffel", "duffel_live_", 43, 43, Text),
    Row("Duffel", "duffel_test_", 43, 43, Text),
    Row("Figma", "figd_", 40, ANY, Word),
    Row("Fly.io", "fm2_", 100, ANY, Text),
    Row("Fly.io", "fo1_", 43, 43, Word),
    Row("GitHub", "gho_", 36, 255, Alnum),
    Row("GitHub", "ghp_", 36, 255, Alnum),
    Row("GitHub", "ghr_", 36, 255, Alnum),
    Row("GitHub", "ghs_", 36, ANY, Text),
    Row("GitHub", "ghu_", 36, 255, Alnum),
    Row("GitHub", "github_pat_", 82, 255, Word),
    Row("GitLab", "glagent-", 50, ANY, Word),
    Row("Grafana", "glc_eyJ", 29, ANY, Text),
    Row("GitLab", "glcbt-", 20, ANY, Word),
    Row("GitLab", "gldt-", 20, ANY, Word),
    Row("GitLab", "glft-", 20, ANY, Word),
    Row("GitLab", "gloas-", 64, 64, Word),
    Row("GitLab", "glpat-", 20, ANY, Text),
    Row("GitLab", "glptt-", 40, 40, Hex),
    Row("GitLab", "glrt-", 20, ANY, Text),
    Row("Grafana", "glsa_", 41, 41, Word),
    Row("GitLab", "glsoat-", 20, ANY, Word),
    Row("Groq", "gsk_", 52, 52, Alnum),
    Row("Hugging Face", "hf_", 34, 34, Alnum),
    Row("Vault", "hvb.", 100, ANY, Word),
    Row("Vault", "hvs.", 24, ANY, Word),
    Row("Mailgun", "key-", 32, 32, Hex),
    Row("Linear", "lin_api_", 40, 40, Alnum),
    Row("npm", "npm_", 36, 36, Alnum),
    Row("Notion", "ntn_", 46, 46, Alnum),
    Row("1Password", "ops_eyJ", 200, ANY, Text),
    Row("Paddle", "pdl_live_apikey_", 30, ANY, Word),
    Row("Paddle", "pdl_sdbx_apikey_", 30, ANY, Word),
    Row("Prefect", "pnu_", 36, 36, Alnum),
    Row("Perplexity", "pplx-", 48, 48, Alnum),
    Row("PlanetScale", "pscale_oauth_", 32, ANY, Text),
    Row("PlanetScale", "pscale_pw_", 32, ANY, Text),
    Row("PlanetScale", "pscale_tkn_", 32, ANY, Text),
    Row("Pulumi", "pul-", 40, 40, Hex),
    Row("PyPI", "pypi-AgE", 50, ANY, Word),
    Row("Replicate", "r8_", 37, 37, Alnum),
    Row("Stripe", "rk_live_", 10, 255, Alnum),
    Row("Stripe", "rk_prod_", 10, 255, Alnum),
    Row("Stripe", "rk_test_", 10, 255, Alnum),
    Row("RubyGems", "rubygems_", 48, 48, Hex),
    Row("Supabase", "sbp_", 40, 40, Hex),
    Row("Shippo", "shippo_live_", 40, 40, Hex),
    Row("Shippo", "shippo_test_", 40, 40, Hex),
    Row("Shopify", "shpat_", 32, 32, Hex),
    Row("Shopify", "shpca_", 32, 32, Hex),
    Row("Shopify", "shppa_", 32, 32, Hex),
    Row("Shopify", "shpss_", 32, 32, Hex),
    Row("OpenAI", "sk-", 48, 48, Alnum),
    Row("OpenAI", "sk-admin-", 40, ANY, Word),
    Row("Anthropic", "sk-ant-", 40, ANY, Word),
    Row("OpenRouter", "sk-or-v1-", 64, 64, Hex),
    Row("OpenAI", "sk-proj-", 40, ANY, Word),
    Row("OpenAI", "sk-svcacct-", 40, ANY, Word),
    Row("Stripe, Clerk or Paystack", "sk_live_", 10, 255, Alnum),
    Row("Stripe", "sk_prod_", 10, 255, Alnum),
    Row("Stripe, Clerk or Paystack", "sk_test_", 10, 255, Alnum),
    Row("Sentry", "sntrys_eyJ", 60, ANY, Text),
    Row("Sentry", "sntryu_", 64, 64, Hex),
    Row("Square", "sq0atp-", 22, ANY, Word),
    Row("Square", "sq0csp-", 40, ANY, Word),
    Row("Tailscale", "tskey-", 20, ANY, Word),
    Row("Stripe", "whsec_", 32, 255, Text),
    Row("xAI", "xai-", 80, 80, Alnum),
    Row("Slack", "xapp-", 30, ANY, Word),
    Row("Brevo", "xkeysib-", 80, ANY, Word),
    Row("Slack", "xoxa-", 18, ANY, Word),
    Row("Slack", "xoxb-", 18, ANY, Word),
    Row("Slack", "xoxe", 40, ANY, Text),
    Row("Slack", "xoxp-", 18, ANY, Word),
    Row("Slack", "xoxr-", 18, ANY, Word),
    Row("Slack", "xoxs-", 18, ANY, Word),
];

static STARTS: Starts = {
    let mut starts = Starts::none();
    let mut at = 0;
    while at < ROWS.len() {
        starts.add(ROWS[at].1);
        at += 1;
    }
    starts
};

/// Whether the text may be one of the keys, seen from its first bytes.
#[inline]
pub(super) fn may_be_key(text: &[u8]) -> bool {
    STARTS.may_begin(text)
}

/// The vendor whose key the whole text is.
pub(super) fn key_of(text: &str) -> Option<&'static str> {
    let start = text.as_bytes().first_chunk::<3>();
    let begin = |row: &Row| row.1.as_bytes().first_chunk::<3>();
    let from = ROWS.partition_point(|row| begin(row) < start);
    ROWS[from..].iter().take_while(|row| begin(row) == start).find(|row| row.fits(text)).map(|row| row.0)
}

impl Row {
    /// What documentation writes for a key, `ghp_xxxx…`, is none.
    fn fits(&self, text: &str) -> bool {
        let Self(_, prefix, least, most, alphabet) = *self;
        text.strip_prefix(prefix).is_some_and(|rest| {
            (least..=most).contains(&rest.len()) && rest.bytes().all(|byte| alphabet.has(byte)) && !is_mask(rest)
        })
    }
}

/// Addresses that are keys themselves: who knows one may post. Vendor, beginning, the least length of the last segment.
const WEBHOOKS: &[(&str, &str, usize)] = &[
    ("Slack", "https://hooks.slack.com/services/", 16),
    ("Slack", "https://hooks.slack.com/workflows/", 16),
    ("Slack", "https://hooks.slack.com/triggers/", 16),
    ("Discord", "https://discord.com/api/webhooks/", 40),
    ("Discord", "https://discordapp.com/api/webhooks/", 40),
];

/// The vendor whose webhook the text is.
pub(super) fn webhook_of(text: &str) -> Option<&'static str> {
    let (name, _, _) = WEBHOOKS.iter().find(|(_, start, least)| {
        let last = text.strip_prefix(start).and_then(|rest| rest.rsplit_once('/')).map(|(_, last)| last.as_bytes());
        last.is_some_and(|last| {
            last.len() >= *least
                && last.iter().all(|byte| Word.has(*byte))
                && last.iter().any(|byte| !b"Xx".contains(byte))
        })
    })?;
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::ROWS;

    #[test]
    fn the_rows_are_in_the_order_that_the_search_wants() {
        assert!(ROWS.windows(2).all(|pair| pair[0].1 < pair[1].1));
        assert!(ROWS.iter().all(|row| row.2 <= row.3));
    }
}
