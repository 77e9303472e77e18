//! The value of one assignment.

use crate::{Span, Text};

use super::Wrong;

/// The longest text that interpolation may make, in bytes.
const LONGEST: usize = 1 << 20;

/// A value that was read.
pub(super) struct Value {
    pub(super) text: Text,
    /// One past its last byte, quotes included.
    pub(super) end: usize,
    /// Where reading goes on: the end of a line.
    pub(super) next: usize,
    pub(super) is_interpolated: bool,
}

type Lookup<'l> = &'l dyn Fn(&str) -> Option<&'l str>;

/// A text between single quotes: nothing in it means anything.
pub(super) fn single(source: &str, start: usize) -> Result<Value, Wrong> {
    let length = source[start + 1..].find('\'').ok_or(("a closing quote", start))?;
    let end = start + 1 + length;
    let content = &source[start + 1..end];
    let text = match content.contains("\r\n") {
        true => Text::owned(content.replace("\r\n", "\n")),
        false => Text::Source(Span::new(start + 1, end)),
    };
    Ok(Value { text, end: end + 1, next: rest_of_line(source, end + 1)?, is_interpolated: false })
}

/// A text between double quotes: escapes are decoded and `${NAME}` is replaced.
pub(super) fn double(source: &str, start: usize, lookup: Lookup<'_>) -> Result<Value, Wrong> {
    // the common case lies in the source as it is
    let content = &source[start + 1..];
    if let Some(end) = content.find(['"', '\\', '$', '\r']).filter(|end| content[*end..].starts_with('"')) {
        let end = start + 1 + end;
        let text = Text::Source(Span::new(start + 1, end));
        return Ok(Value { text, end: end + 1, next: rest_of_line(source, end + 1)?, is_interpolated: false });
    }
    // without names in it, decoding makes it no longer; what a text leaves behind as it grows would stay in memory
    let mut text = String::with_capacity(content.find(['\n', '\r']).unwrap_or(content.len()));
    let mut is_interpolated = false;
    let mut at = start + 1;
    loop {
        let rest = &source[at..];
        let next = rest.chars().next().ok_or(("a closing quote", start))?;
        at += match next {
            '"' => break,
            '\\' => {
                let escaped = rest[1..].chars().next().ok_or(("a closing quote", start))?;
                match escaped {
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    '"' | '\\' | '$' => text.push(escaped),
                    other => {
                        text.push('\\');
                        text.push(other);
                    }
                }
                1 + escaped.len_utf8()
            }
            '$' if rest.starts_with("${") => {
                is_interpolated = true;
                interpolate(rest, at, &mut text, lookup)?
            }
            '\r' if rest.starts_with("\r\n") => 1,
            letter => {
                text.push(letter);
                letter.len_utf8()
            }
        };
    }
    Ok(Value { text: Text::owned(text), end: at + 1, next: rest_of_line(source, at + 1)?, is_interpolated })
}

/// A text without quotes: it ends with the line, or where a comment begins behind a blank.
pub(super) fn bare(
    source: &str,
    start: usize,
    line: usize,
    blank_before: bool,
    lookup: Lookup<'_>,
) -> Result<Value, Wrong> {
    let raw = &source[start..line];
    let mut blank = blank_before;
    let mut comment = raw.len();
    for (at, letter) in raw.char_indices() {
        if letter == '#' && blank {
            comment = at;
            break;
        }
        blank = letter == ' ' || letter == '\t';
    }
    let raw = raw[..comment].trim_end();
    let end = start + raw.len();
    if !raw.contains("${") {
        return Ok(Value { text: Text::Source(Span::new(start, end)), end, next: line, is_interpolated: false });
    }
    let mut text = String::with_capacity(raw.len());
    let mut is_interpolated = false;
    let mut at = 0;
    while let Some(letter) = raw[at..].chars().next() {
        let rest = &raw[at..];
        at += if rest.starts_with("\\${") {
            text.push_str("${");
            3
        } else if rest.starts_with("${") {
            is_interpolated = true;
            interpolate(rest, start + at, &mut text, lookup)?
        } else {
            text.push(letter);
            letter.len_utf8()
        };
    }
    Ok(Value { text: Text::owned(text), end, next: line, is_interpolated })
}

/// Puts the text of a name that was set before in place of `${NAME}`; returns how long that is.
fn interpolate(rest: &str, at: usize, text: &mut String, lookup: Lookup<'_>) -> Result<usize, Wrong> {
    let close = rest.find('}').ok_or(("a closing brace", at))?;
    let value = lookup(&rest[2..close]).ok_or(("a name that this file sets before this line", at))?;
    if text.len() + value.len() > LONGEST {
        return Err(("a text of at most 1 MiB", at));
    }
    text.push_str(value);
    Ok(close + 1)
}

/// Behind a closing quote there is nothing, or a comment. Returns the end of the line.
fn rest_of_line(source: &str, at: usize) -> Result<usize, Wrong> {
    let rest = &source[at..];
    let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let behind = rest[..end].trim_start();
    if behind.is_empty() || behind.starts_with('#') { Ok(at + end) } else { Err(("the end of the line", at)) }
}
