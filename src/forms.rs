//! The forms in which a value goes out.

use std::io::Write;

use zeroize::Zeroizing;

type Form = Zeroizing<Vec<u8>>;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What percent-encoders leave as it is, beside letters and digits, and what they make of a space.
const PERCENT: &[(&[u8], &str)] = &[
    (b"-_.~", "%20"),           // RFC 3986, 2.3: unreserved
    (b"", "%20"),               // NON_ALPHANUMERIC of the crate `percent-encoding`
    (b"-_.!~*'()", "%20"),      // encodeURIComponent of JavaScript
    (b"-_.*", "+"),             // application/x-www-form-urlencoded
    (b"!$%&'()*+,-._~", "%20"), // user information by the URL standard: passwords in the crate `url`
];

/// Every form of the value that is looked for; some of them can be equal.
#[inline]
pub(crate) fn forms(value: &[u8]) -> Vec<Form> {
    let mut forms = vec![Zeroizing::new(value.to_vec())];
    for before in 0..3 {
        forms.push(base64(value, before, STANDARD));
        forms.push(base64(value, before, URL_SAFE));
    }
    for upper in [false, true] {
        forms.push(written(value, |out, byte| hex(out, "", byte, upper)));
        for (left, space) in PERCENT {
            forms.push(written(value, |out, byte| match byte {
                b' ' => out.extend_from_slice(space.as_bytes()),
                _ if byte.is_ascii_alphanumeric() || left.contains(&byte) => out.push(byte),
                _ => hex(out, "%", byte, upper),
            }));
        }
    }
    for comma in [", ", ","] {
        forms.push(written(value, |out, byte| {
            let comma = if out.is_empty() { "" } else { comma };
            put(out, format_args!("{comma}{byte}"));
        }));
    }
    if let Ok(text) = std::str::from_utf8(value) {
        for once in [json(text), debug(text)] {
            if let Ok(text) = std::str::from_utf8(&once) {
                forms.extend([json(text), debug(text)]);
            }
            forms.push(once);
        }
    }
    forms
}

/// The characters that the value alone determines, behind so many bytes of another text.
#[inline]
fn base64(value: &[u8], before: usize, alphabet: &[u8; 64]) -> Form {
    let mut out = room(value);
    let first = (8 * before).div_ceil(6);
    let last = 8 * (before + value.len()) / 6;
    for bit in (first..last).map(|character| 6 * character - 8 * before) {
        let mut bytes = value[bit / 8..].iter().copied();
        let pair = u16::from_be_bytes([bytes.next().unwrap_or(0), bytes.next().unwrap_or(0)]);
        out.push(alphabet[usize::from(pair >> (10 - bit % 8) & 63)]);
    }
    out
}

#[inline]
fn hex(out: &mut Vec<u8>, before: &str, byte: u8, upper: bool) {
    if upper {
        put(out, format_args!("{before}{byte:02X}"));
    } else {
        put(out, format_args!("{before}{byte:02x}"));
    }
}

#[inline]
fn json(text: &str) -> Form {
    let mut out = room(text.as_bytes());
    // a text always serializes, and a vector takes it
    let _ = serde_json::to_writer(&mut *out, text);
    unquoted(&out)
}

#[inline]
fn debug(text: &str) -> Form {
    let mut out = room(text.as_bytes());
    put(&mut out, format_args!("{text:?}"));
    unquoted(&out)
}

#[inline]
fn unquoted(quoted: &[u8]) -> Form {
    let inner = quoted.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    Zeroizing::new(inner.unwrap_or(quoted).to_vec())
}

fn written(value: &[u8], mut put: impl FnMut(&mut Vec<u8>, u8)) -> Form {
    let mut out = room(value);
    for &byte in value {
        put(&mut out, byte);
    }
    out
}

#[inline]
fn put(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // a vector takes everything
    let _ = out.write_fmt(text);
}

/// No form is more than 8 times as long, so none grows and leaves a copy behind.
#[inline]
fn room(value: &[u8]) -> Form {
    Zeroizing::new(Vec::with_capacity(8 * value.len() + 2))
}
