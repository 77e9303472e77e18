//! What a host says of the environment that it belongs to.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::address::Host;
use super::letters::{are_same, is_one_of, is_same};

/// Whether a host is the machine itself, or the one that a container runs on.
pub(crate) fn is_loopback(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    // most hosts are settled by their ends
    match name.as_bytes() {
        [b'0'..=b'9', ..] => {
            name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
                || name.starts_with("127.0.0.1.") && LOOPBACK_DNS.iter().any(|known| is_below(name, known))
        }
        bytes if bytes.contains(&b':') => {
            let address = name.split('%').next().unwrap_or(name).parse::<Ipv6Addr>();
            address.is_ok_and(|address| {
                address.is_loopback() || address.to_ipv4_mapped().is_some_and(|address| address.is_loopback())
            })
        }
        _ => LOOPBACK.iter().any(|known| is_below(name, known)),
    }
}

/// Names of the machine itself, and all names below them: RFC 6761, section 6.3; `/etc/hosts` as Debian and Fedora write it; names
/// that container engines give to the machine they run on; public names that resolve to 127.0.0.1.
pub(super) const LOOPBACK: &[&str] = &[
    "localhost",
    "localhost.localdomain",
    "localhost4",
    "localhost6",
    "ip6-localhost",
    "ip6-loopback",
    "host.docker.internal",
    "gateway.docker.internal",
    "kubernetes.docker.internal",
    "host.containers.internal",
    "host.minikube.internal",
    "host.lima.internal",
    "localtest.me",
    "lvh.me",
    "vcap.me",
    "lacolhost.com",
];

/// Services that resolve a name to the address in it.
const LOOPBACK_DNS: &[&str] = &["nip.io", "sslip.io", "xip.io"];

/// A host that by its name belongs to no production, and the word that says so.
pub(crate) fn nonproduction(host: &Host<'_>) -> Option<&'static str> {
    let name = host.name;
    let is_number = || name.starts_with(|c: char| c.is_ascii_digit()) && name.parse::<Ipv4Addr>().is_ok();
    if name.bytes().filter(|byte| *byte == b':').count() > 1 || is_number() {
        return None;
    }
    let known = || KNOWN.iter().find(|(known, _)| is_below(name, known)).map(|(_, word)| *word);
    let word = by_labels(name).or_else(known).or_else(|| by_path(host))?;
    PRODUCTION.iter().all(|known| !is_below(name, known)).then_some(word)
}

/// Whether a name is another, or a name below it.
#[inline]
pub(crate) fn is_below(name: &str, domain: &str) -> bool {
    let Some(at) = name.len().checked_sub(domain.len()) else { return false };
    let (bytes, domain) = (name.as_bytes(), domain.as_bytes());
    // most names are told apart by their last letter
    let last = |bytes: &[u8]| bytes.last().map(u8::to_ascii_lowercase);
    last(bytes) == last(domain) && are_same(&bytes[at..], domain) && (at == 0 || bytes[at - 1] == b'.')
}

/// Hosts whose names mislead: production sites of their owners.
const PRODUCTION: &[&str] = &["dev.azure.com", "codesandbox.io", "dev.mysql.com", "dev.twitch.tv"];

/// Hosts that no word tells: domains that vendors keep for their sandboxes (documentation of Square, Mailtrap and Ethereal), and
/// tunnels to a developer's machine (of ngrok, Cloudflare, localtunnel, serveo and webhook.site).
pub(super) const KNOWN: &[(&str, &str)] = &[
    ("squareupsandbox.com", "sandbox"),
    ("mailtrap.io", "test"),
    ("ethereal.email", "test"),
    ("ngrok.io", "tunnel"),
    ("ngrok.app", "tunnel"),
    ("ngrok.dev", "tunnel"),
    ("ngrok-free.app", "tunnel"),
    ("ngrok-free.dev", "tunnel"),
    ("trycloudflare.com", "tunnel"),
    ("loca.lt", "tunnel"),
    ("serveo.net", "tunnel"),
    ("webhook.site", "test"),
    // RFC 6761, sections 6.2 and 6.4; `example` is left out, since documentation and tests of production are written with it
    ("test", "test"),
    ("invalid", "invalid"),
];

/// A word of a host, and whether it says so wherever it stands.
pub(super) struct Word(pub(super) &'static str, bool);

const STRONG: bool = true;
const PLAIN: bool = false;

/// Words by which vendors and companies name hosts that are not production's: `sandbox` (PayPal, Braintree, Square), `test` (Adyen,
/// Authorize.net), `demo` (DocuSign, Airwallex), `playground` (Klarna), `uat` (Hyperwallet), `preprod` (Paybox), `stage` (Boku),
/// `mock` (J.P. Morgan), and the usual names of environments. Not among them is what production has as well: `beta`, `preview`,
/// `canary`, `cert`, `int`, `ci`, `lab`.
pub(super) const WORDS: &[Word] = &[
    Word("acceptance", PLAIN),
    Word("demo", PLAIN),
    Word("dev", PLAIN),
    Word("devel", PLAIN),
    Word("develop", PLAIN),
    Word("development", PLAIN),
    Word("dummy", PLAIN),
    Word("fake", PLAIN),
    Word("integ", PLAIN),
    Word("loadtest", PLAIN),
    Word("local", PLAIN),
    Word("mock", PLAIN),
    Word("nonprod", STRONG),
    Word("nonproduction", STRONG),
    Word("playground", PLAIN),
    Word("preprod", STRONG),
    Word("preproduction", STRONG),
    Word("qa", PLAIN),
    Word("sandbox", STRONG),
    Word("sbx", PLAIN),
    Word("stage", PLAIN),
    Word("staging", STRONG),
    Word("stg", PLAIN),
    Word("test", PLAIN),
    Word("testing", PLAIN),
    Word("tst", PLAIN),
    Word("uat", PLAIN),
];

/// Second-level domains below which countries register names.
const SECOND: &[&str] = &["ac", "co", "com", "edu", "go", "gob", "gov", "mil", "ne", "net", "nom", "or", "org", "sch"];

/// Top-level names that nobody registers names below.
const PRIVATE: &[&str] =
    &["local", "internal", "lan", "corp", "home", "intranet", "private", "consul", "localdomain", "svc"];

/// The word in one of the labels. The name that somebody has registered is chosen, and no environment: in `test.io` and `dev.to`
/// the word says nothing, in `test.example.io` it does.
fn by_labels(name: &str) -> Option<&'static str> {
    let count = name.split('.').count();
    let last = name.rsplit('.').next().unwrap_or_default();
    let registered = match count {
        0 | 1 => None,
        2 => Some(0),
        _ => {
            let second = name.rsplit('.').nth(1).unwrap_or_default();
            Some(count - if last.len() == 2 && is_one_of(second, SECOND) { 3 } else { 2 })
        }
    };
    let is_private = is_one_of(last, PRIVATE);
    let (mut found, mut says_production) = (None, false);
    for (at, label) in name.split('.').enumerate() {
        // the last one is a top-level domain: `.dev` is as good as any
        if count > 1 && at + 1 == count {
            break;
        }
        let is_registered = !is_private && registered.is_some_and(|registered| at >= registered);
        let mut before = "";
        for token in tokens(label) {
            if is_one_of(token, &["prod", "production", "prd", "live"]) {
                if is_one_of(before, &["non", "pre", "not"]) {
                    return Some("preprod");
                }
                says_production = true;
            } else if let Some(Word(word, strong)) = word(token, is_registered) {
                if *strong && !(is_registered && label.len() == word.len()) {
                    return Some(word);
                }
                found = found.or(Some(*word).filter(|_| !is_registered));
            }
            before = token;
        }
    }
    // `test-results.prod.example.com` is production's
    found.filter(|_| !says_production)
}

/// The words of a label; what stands in braces is the name of something to fill in.
fn tokens(label: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let ends = move |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > 0 || !c.is_ascii_alphanumeric()
    };
    label.split(ends).filter(|token| !token.is_empty())
}

/// The word that a token is, numbered or not (`qa2`), or is glued to `api` (`apitest`, `sandboxapi`); a strong one may begin or end it.
fn word(token: &str, is_registered: bool) -> Option<&'static Word> {
    let token = token.trim_end_matches(|c: char| c.is_ascii_digit());
    if let Some(word) = WORDS.iter().find(|word| is_same(word.0, token)) {
        return Some(word);
    }
    // no two words are glued in fewer letters
    const SHORTEST: usize = "apiqa".len();
    if token.len() < SHORTEST {
        return None;
    }
    let bytes = token.as_bytes();
    let begins = |word: &str| bytes.len() >= word.len() && are_same(&bytes[..word.len()], word.as_bytes());
    let ends = |word: &str| bytes.len() >= word.len() && are_same(&bytes[bytes.len() - word.len()..], word.as_bytes());
    let is_glued = |word: &str| {
        word.len() + "api".len() == bytes.len() && (begins("api") && ends(word) || ends("api") && begins(word))
    };
    WORDS.iter().find(|Word(word, strong)| {
        *strong && (begins(word) && !is_registered || ends(word)) || (!is_registered || *strong) && is_glued(word)
    })
}

/// Some vendors have one host for both, and the sandbox below it: `/sandbox/v2` (Amazon Pay, Fiserv).
fn by_path(host: &Host<'_>) -> Option<&'static str> {
    let first = host.path.strip_prefix('/')?.split('/').next()?;
    is_same(first, "sandbox").then_some("sandbox")
}

#[cfg(test)]
#[path = "host_tests.rs"]
mod tests;
