//! An address split at its marks, so that the password in it can be kept apart.

use std::ops::Range;

/// Where the parts of an address stand in its text.
///
/// In `postgres://app:pw@h1:1,h2:2/db?x=y` they are `postgres`, `app`, `pw`, `h1:1,h2:2` and `/db?x=y`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Without `://`; `jdbc:` counts to it.
    pub(crate) scheme: Range<usize>,
    /// `None` where no `@` stands; may be empty.
    pub(crate) user: Option<Range<usize>>,
    /// `None` where no `:` follows the user; may be empty, and is percent-encoded as it was.
    pub(crate) password: Option<Range<usize>>,
    /// Hosts with their ports; empty in `sqlite:///path`.
    pub(crate) hosts: Range<usize>,
    /// Path, query and fragment, each with its mark.
    pub(crate) rest: Range<usize>,
}

const NO_SCHEME: &str = "expected an address that begins with scheme://";
const SPACE: &str = "an address holds no white space and no control characters: percent-encode them";
const AMBIGUOUS: &str = "ambiguous: percent-encode / ? # @ in the password";
const PORT: &str = "expected hosts with a port of digits: percent-encode / ? # @ in the password";
const SECOND: &str = "a second credential stands in the query: keep one, in front of the host";

/// Splits an address, or says in fixed words why it could be read in two ways.
///
/// An `@` behind the authority is refused, though RFC 3986 allows it there: it is how `/`, `?` or `#` in a password looks
/// that was not percent-encoded, and then the rest of the password would count as host. For the same reason a port must be
/// one: in `postgres://app:hunter2`, where the host was forgotten, the password stands in its place.
#[inline]
pub(crate) fn split(text: &str) -> Result<Parts, &'static str> {
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(SPACE);
    }
    let authority = authority(text).ok_or(NO_SCHEME)?;
    let rest = authority.end..text.len();
    if text[rest.clone()].contains('@') || text[authority.clone()].matches('@').count() > 1 {
        return Err(AMBIGUOUS);
    }
    let scheme = 0..authority.start - "://".len();
    let (user, password, hosts) = userinfo(text, &authority);
    if !text[hosts.clone()].split(',').all(is_host) {
        return Err(PORT);
    }
    // `jdbc:sqlserver://h;password=…` has its parameters where others have hosts
    if names_a_secret(&text[hosts.start..]) {
        return Err(SECOND);
    }
    Ok(Parts { scheme, user, password, hosts, rest })
}

/// The part between `scheme://` and the next `/`, `?` or `#`; `None` where a text does not begin with a scheme.
pub(super) fn authority(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let begin = if bytes.starts_with(b"jdbc:") { "jdbc:".len() } else { 0 };
    let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let end = begin + bytes[begin..].iter().position(|byte| !is_scheme(byte))?;
    let start = end + "://".len();
    if !bytes[begin..].first()?.is_ascii_alphabetic() || !bytes[end..].starts_with(b"://") {
        return None;
    }
    let length = bytes[start..].iter().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    Some(start..length.map_or(text.len(), |length| start + length))
}

/// User, password and hosts of an authority. The last `@` ends the user information, the first `:` in it the user.
pub(super) fn userinfo(
    text: &str,
    authority: &Range<usize>,
) -> (Option<Range<usize>>, Option<Range<usize>>, Range<usize>) {
    let Range { start, end } = *authority;
    let Some(at) = text[start..end].rfind('@').map(|at| start + at) else { return (None, None, start..end) };
    match text[start..at].find(':').map(|colon| start + colon) {
        Some(colon) => (Some(start..colon), Some(colon + 1..at), at + 1..end),
        None => (Some(start..at), None, at + 1..end),
    }
}

fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[') {
        Some(address) => {
            let Some((address, port)) = address.split_once(']') else { return false };
            let known =
                |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'.' | b'%' | b'-' | b'_' | b'~');
            if address.is_empty() || !address.bytes().all(known) {
                return false;
            }
            match port.strip_prefix(':') {
                Some(port) => ("", port),
                None => (port, ""),
            }
        }
        None => text.split_once(':').unwrap_or((text, "")),
    };
    (!text.starts_with('[') || host.is_empty())
        && !host.contains(['[', ']'])
        && port.len() <= 5
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Parameters that drivers take a secret from, `-` written as `_`.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "pass",
    "sslpassword",
    "passphrase",
    "secret",
    "client_secret",
    "token",
    "auth_token",
    "access_token",
    "api_key",
    "apikey",
    "secret_key",
    "private_key",
    "secret_access_key",
    "aws_secret_access_key",
    "session_token",
    "aws_session_token",
    "x_amz_security_token",
    "x_amz_signature",
    "sig",
    "signature",
    "account_key",
    "accountkey",
    "shared_access_key",
    "sharedaccesskey",
];

/// Looks at fragments and at `;` too: some drivers read them like a query.
fn names_a_secret(rest: &str) -> bool {
    let Some(begin) = rest.find(['?', '#', ';']) else { return false };
    rest[begin..].split(['?', '#', ';', '&']).any(|pair| {
        let name = pair.split('=').next().unwrap_or(pair);
        SECRETS.iter().any(|secret| Decoded(name.as_bytes()).eq(secret.bytes()))
    })
}

/// Bytes with percent-encoding undone, lower case, `-` as `_`; an escape that is none stays as it is.
struct Decoded<'t>(&'t [u8]);

impl Iterator for Decoded<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let (byte, rest) = match self.0 {
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                (digit(*high) << 4 | digit(*low), rest)
            }
            [byte, rest @ ..] => (*byte, rest),
            [] => return None,
        };
        self.0 = rest;
        Some(if byte == b'-' { b'_' } else { byte.to_ascii_lowercase() })
    }
}

/// Only asked for hexadecimal digits.
const fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        _ => (byte | 0x20).wrapping_sub(b'a').wrapping_add(10),
    }
}

#[cfg(test)]
#[path = "url_tests.rs"]
mod tests;
