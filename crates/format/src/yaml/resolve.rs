//! The core schema of YAML 1.2.2, section 10.3.2: what a plain scalar is.

use crate::{Scalar, Text};

use super::tree::Core;

/// Reads a scalar; `None` if its tag says another kind than its text has.
pub(super) fn scalar(text: &Text, source: &str, is_plain: bool, tag: Option<Core>) -> Option<Scalar> {
    let spelt = text.as_str(source);
    match tag {
        None if is_plain => Some(plain(text, spelt)),
        None | Some(Core::Text) => Some(Scalar::Text(text.clone())),
        Some(wanted) => {
            let scalar = plain(text, spelt);
            match (&scalar, wanted) {
                (Scalar::Integer(_) | Scalar::Wide(_), Core::Integer)
                | (Scalar::Float(_), Core::Float)
                | (Scalar::Boolean(_), Core::Boolean)
                | (Scalar::Null, Core::Null) => Some(scalar),
                (Scalar::Integer(_) | Scalar::Wide(_), Core::Float) => spelt.parse().ok().map(Scalar::Float),
                _ => None,
            }
        }
    }
}

fn plain(text: &Text, spelt: &str) -> Scalar {
    match spelt {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Boolean(true),
        "false" | "False" | "FALSE" => return Scalar::Boolean(false),
        ".nan" | ".NaN" | ".NAN" => return Scalar::Float(f64::NAN),
        _ => {}
    }
    let first = spelt.bytes().next().unwrap_or_default();
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return Scalar::Text(text.clone());
    }
    integer(text, spelt).or_else(|| float(spelt)).unwrap_or_else(|| Scalar::Text(text.clone()))
}

/// A whole number; one that 128 bits do not hold stays the text it is.
fn integer(text: &Text, spelt: &str) -> Option<Scalar> {
    let (digits, radix) = match spelt.get(..2) {
        Some("0o") => (&spelt[2..], 8),
        Some("0x") => (&spelt[2..], 16),
        _ => (spelt, 10),
    };
    let unsigned = if radix == 10 { digits.strip_prefix(['+', '-']).unwrap_or(digits) } else { digits };
    if unsigned.is_empty() || !unsigned.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    if let Ok(number) = i64::from_str_radix(digits, radix) {
        return Some(Scalar::Integer(number));
    }
    let wide = i128::from_str_radix(digits, radix).map(|number| number.to_string());
    let wide = wide.or_else(|_| u128::from_str_radix(digits, radix).map(|number| number.to_string()));
    Some(wide.map_or_else(|_| Scalar::Text(text.clone()), |digits| Scalar::Wide(Text::owned(digits))))
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, or an infinity.
fn float(spelt: &str) -> Option<Scalar> {
    let unsigned = spelt.strip_prefix(['+', '-']).unwrap_or(spelt);
    if let ".inf" | ".Inf" | ".INF" = unsigned {
        return Some(Scalar::Float(if spelt.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }));
    }
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let sound = match number.split_once('.') {
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        None => digits(number),
    };
    // a number that overflows to infinity would be another one than was written
    let finite = || spelt.parse::<f64>().ok().filter(|number| number.is_finite());
    if sound && exponent.is_none_or(digits) { finite().map(Scalar::Float) } else { None }
}

#[cfg(test)]
mod tests {
    use super::{Scalar, Text, plain};

    fn kind(spelt: &str) -> &'static str {
        match plain(&Text::owned(spelt.to_owned()), spelt) {
            Scalar::Null => "null",
            Scalar::Boolean(_) => "boolean",
            Scalar::Integer(_) => "integer",
            Scalar::Wide(_) => "wide",
            Scalar::Float(_) => "float",
            Scalar::Text(_) => "text",
            Scalar::Datetime(_) => "datetime",
        }
    }

    #[test]
    fn the_core_schema_knows_these_and_no_others() {
        for (wanted, spelt) in [
            ("null", "~ null Null NULL"),
            ("boolean", "true True TRUE false False FALSE"),
            ("integer", "0 -1 +2 007 0o17 0xfF 9223372036854775807"),
            ("wide", "9223372036854775808 0xffffffffffffffffffffffffffffffff"),
            ("float", "1.5 .5 1. 1e3 -1E-3 +1.5e+3 .inf -.Inf +.INF .nan"),
            (
                "text",
                "yes no on off y tRUE 1_000 12:30 2021-01-08 0b1 0o8 0xg - + . .e1 1.2.3 1e e3 -.nan inf 999999999999999999999999999999999999999999",
            ),
        ] {
            for spelt in spelt.split(' ') {
                assert_eq!(kind(spelt), wanted, "{spelt}");
            }
        }
        assert_eq!(kind(""), "null");
    }
}
