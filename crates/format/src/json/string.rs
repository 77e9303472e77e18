//! Strings of JSON.

use zeroize::Zeroizing;

use crate::{Rule, Span, Text};

/// Reads the string whose opening quote stands at `start`; returns it and the place after its closing quote.
pub(super) fn read(source: &str, start: usize) -> Result<(Text, usize), (Rule, usize)> {
    let bytes = source.as_bytes();
    let mut at = start + 1;
    let mut owned: Option<Zeroizing<String>> = None;
    let mut copied = at;
    loop {
        match bytes.get(at) {
            Some(b'"') => {
                let rest = source.get(copied..at).unwrap_or_default();
                let text = match owned {
                    Some(mut text) => {
                        text.push_str(rest);
                        Text::Owned(text)
                    }
                    None => Text::Source(Span::new(start + 1, at)),
                };
                return Ok((text, at + 1));
            }
            Some(b'\\') => {
                // room for all of it: what a text leaves behind as it grows would stay in memory
                let text =
                    owned.get_or_insert_with(|| Zeroizing::new(String::with_capacity(length(&bytes[start + 1..]))));
                text.push_str(source.get(copied..at).unwrap_or_default());
                at = escape(bytes, at, text)?;
                copied = at;
            }
            Some(0..0x20) => return Err((Rule::Syntax("an escape in place of a control character"), at)),
            Some(_) => at += 1,
            None => return Err((Rule::Syntax("a closing quote"), start)),
        }
    }
}

/// How many bytes stand before the closing quote; decoding makes them fewer.
fn length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'"') {
        at += 1 + usize::from(*byte == b'\\');
    }
    at.min(bytes.len())
}

/// Decodes one escape; returns the place after it.
fn escape(bytes: &[u8], at: usize, text: &mut String) -> Result<usize, (Rule, usize)> {
    let plain = match bytes.get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(bytes, at, text),
        _ => return Err((Rule::Syntax("an escape that JSON knows"), at)),
    };
    text.push(plain);
    Ok(at + 2)
}

/// Decodes `\uXXXX`, or two of them where they are halves of one character.
fn unicode(bytes: &[u8], at: usize, text: &mut String) -> Result<usize, (Rule, usize)> {
    let wrong = || (Rule::Syntax("four hexadecimal digits of a character"), at);
    let first = unit(bytes, at).ok_or_else(wrong)?;
    if let Some(letter) = char::from_u32(first) {
        text.push(letter);
        return Ok(at + 6);
    }
    let second = unit(bytes, at + 6).filter(|unit| (0xdc00..0xe000).contains(unit));
    let (0xd800..0xdc00, Some(second)) = (first, second) else { return Err(wrong()) };
    let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    text.push(char::from_u32(code).ok_or_else(wrong)?);
    Ok(at + 12)
}

fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let [b'\\', b'u', digits @ ..] = bytes.get(at..at + 6)? else { return None };
    digits.iter().try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?))
}
