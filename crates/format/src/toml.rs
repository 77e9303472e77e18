//! TOML 1.1, through the events of `toml_parser`.
//!
//! The grammar, and the decoding of rare spellings, are that crate's; the common spellings are read in place here, and what its
//! wrappers check about comments, line ends and depth is checked in the same pass. Whether a text says a key twice, or extends
//! a table that it may not extend, is for the sink to judge.

mod datetime;

use std::borrow::Cow;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, Expected, ParseError, Raw, Source, Span as RawSpan};

use crate::{Container, Fault, Key, MAX_DEPTH, Rule, Scalar, Sink, Span, Text};

/// The most syntax faults that are told: the first ones matter, and what follows is often their echo.
const MOST_FAULTS: usize = 16;

/// Reads a TOML text.
///
/// A key whose value is not well-formed has no value event; the sink drops it when the next key, section or end comes.
pub fn read<S: Sink>(source: &str, sink: &mut S) {
    if u32::try_from(source.len()).is_err() {
        return sink.fault(Fault { rule: Rule::TooLong, span: Span::default() });
    }
    let mut faults = Vec::new();
    let open = {
        let tokens = Source::new(source).lex().into_vec();
        let mut reader =
            Reader { source, sink: &mut *sink, path: Vec::new(), open: Vec::new(), dotted: 0, stopped: false };
        let mut report = |error: ParseError| {
            if faults.len() < MOST_FAULTS {
                faults.push(fault_of(&error));
            }
        };
        parse_document(&tokens, &mut reader, &mut report);
        reader.open.len()
    };
    for _ in 0..open {
        sink.close();
    }
    for fault in faults {
        sink.fault(fault);
    }
}

fn fault_of(error: &ParseError) -> Fault {
    let words = match error.expected().and_then(<[Expected]>::first) {
        Some(Expected::Literal(words) | Expected::Description(words)) => words,
        _ => "something else",
    };
    let span = error.unexpected().or(error.context());
    Fault { rule: Rule::Syntax(words), span: span.map(narrow).unwrap_or_default() }
}

fn narrow(span: RawSpan) -> Span {
    Span::new(span.start(), span.end())
}

/// Turns the parser's events into the sink's.
struct Reader<'r, S> {
    source: &'r str,
    sink: &'r mut S,
    path: Vec<Key>,
    /// The containers that are open, innermost last, each with how deep in its expression it is.
    open: Vec<(Container, usize)>,
    /// How many tables the dotted key before a value makes, inside of braces.
    dotted: usize,
    /// The text is too deep; what follows is not looked at.
    stopped: bool,
}

impl<S: Sink> Reader<'_, S> {
    fn text(&self, span: RawSpan) -> &str {
        self.source.get(span.start()..span.end()).unwrap_or_default()
    }

    fn stop(&mut self, rule: Rule, span: RawSpan) {
        self.stopped = true;
        self.sink.fault(Fault { rule, span: narrow(span) });
    }

    fn open(&mut self, container: Container, span: RawSpan) -> bool {
        if self.stopped {
            return false;
        }
        let depth = self.depth() + std::mem::take(&mut self.dotted);
        if depth >= MAX_DEPTH {
            self.stop(Rule::TooDeep, span);
            return false;
        }
        self.open.push((container, depth + 1));
        self.sink.open(container, narrow(span));
        true
    }

    /// How deep the innermost container is.
    fn depth(&self) -> usize {
        self.open.last().map_or(0, |(_, depth)| *depth)
    }

    fn close(&mut self) {
        self.dotted = 0;
        if !self.stopped && self.open.pop().is_some() {
            self.sink.close();
        }
    }

    fn section(&mut self, list: bool) {
        if !self.stopped && !self.path.is_empty() && self.open.is_empty() {
            self.sink.section(&mut self.path, list);
            self.path.clear();
        }
    }

    /// Decodes what is not spelt in the common way.
    fn decode(&mut self, span: RawSpan, encoding: Option<Encoding>, error: &mut dyn ErrorSink) -> Option<Scalar> {
        let raw = Raw::new_unchecked(self.text(span), encoding, span);
        // with an escape in it, it has to be decoded; then there is room for all of it, since what a text leaves behind as it
        // grows would stay in memory
        let mut decoded = String::new();
        let has_escape = raw.as_str().contains('\\') && raw.as_str().starts_with('"');
        let mut text = Cow::Borrowed("");
        let mut sound = true;
        let mut note = |fault: ParseError| {
            sound = false;
            error.report_error(fault);
        };
        let kind = if has_escape {
            decoded.reserve_exact(raw.len());
            let kind = raw.decode_scalar(&mut decoded, &mut note);
            text = Cow::Owned(decoded);
            kind
        } else {
            raw.decode_scalar(&mut text, &mut note)
        };
        if !sound {
            return None;
        }
        let syntax = |words| Rule::Syntax(words);
        let scalar = match kind {
            ScalarKind::String => Ok(Scalar::Text(self.place(text, span))),
            ScalarKind::Boolean(value) => Ok(Scalar::Boolean(value)),
            ScalarKind::Integer(radix) => integer(&text, radix.value()),
            ScalarKind::Float => text.parse().map(Scalar::Float).map_err(|_| syntax("a number")),
            ScalarKind::DateTime if datetime::is_valid(&text) => Ok(Scalar::Datetime(self.place(text, span))),
            ScalarKind::DateTime => Err(syntax("a date or time that exists")),
        };
        match scalar {
            Ok(scalar) => Some(scalar),
            Err(rule) => {
                self.sink.fault(Fault { rule, span: narrow(span) });
                None
            }
        }
    }

    /// Where a decoded text lies in the source, or the text itself.
    fn place(&self, text: Cow<'_, str>, span: RawSpan) -> Text {
        match text {
            Cow::Owned(text) => Text::owned(text),
            Cow::Borrowed(text) => {
                // what the decoder borrows is a part of the source; the distance of the two tells which
                let at = text.as_ptr().addr().wrapping_sub(self.source.as_ptr().addr());
                let range = at..at.wrapping_add(text.len());
                match self.source.get(range.clone()) {
                    Some(same) if span.start() <= at && range.end <= span.end() && same == text => {
                        Text::Source(Span::new(range.start, range.end))
                    }
                    _ => Text::owned(text.to_owned()),
                }
            }
        }
    }
}

fn integer(digits: &str, radix: u32) -> Result<Scalar, Rule> {
    if let Ok(number) = i64::from_str_radix(digits, radix) {
        return Ok(Scalar::Integer(number));
    }
    let wide = i128::from_str_radix(digits, radix).map(|number| number.to_string());
    let wide = wide.or_else(|_| u128::from_str_radix(digits, radix).map(|number| number.to_string()));
    wide.map(|digits| Scalar::Wide(Text::owned(digits))).map_err(|_| Rule::NumberTooLarge)
}

/// The content of a basic string that needs no decoding.
fn plain_string(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(b'"'), Some(b'"'), 2..) = (bytes.first(), bytes.last(), bytes.len()) else { return false };
    // folded without an early end, so that it runs on many bytes at once
    !bytes[1..bytes.len() - 1].iter().fold(false, |odd, byte| odd | (*byte < 0x20) | (*byte == b'\\') | (*byte == 0x7f))
}

/// A short decimal number without sign and separators.
fn plain_integer(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() > 18 || bytes.is_empty() || bytes[0] == b'0' && bytes.len() > 1 {
        return None;
    }
    bytes.iter().try_fold(0_i64, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
}

/// A decimal fraction of the plainest form: digits, a point, digits.
fn plain_float(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if digits(whole) && digits(fraction) && !leading_zero { text.parse().ok() } else { None }
}

impl<S: Sink> EventReceiver for Reader<'_, S> {
    fn std_table_open(&mut self, _: RawSpan, _: &mut dyn ErrorSink) {
        self.path.clear();
    }

    fn std_table_close(&mut self, _: RawSpan, _: &mut dyn ErrorSink) {
        self.section(false);
    }

    fn array_table_open(&mut self, _: RawSpan, _: &mut dyn ErrorSink) {
        self.path.clear();
    }

    fn array_table_close(&mut self, _: RawSpan, _: &mut dyn ErrorSink) {
        self.section(true);
    }

    fn inline_table_open(&mut self, span: RawSpan, _: &mut dyn ErrorSink) -> bool {
        self.open(Container::Table, span)
    }

    fn inline_table_close(&mut self, _: RawSpan, _: &mut dyn ErrorSink) {
        self.close();
    }

    fn array_open(&mut self, span: RawSpan, _: &mut dyn ErrorSink) -> bool {
        self.open(Container::List, span)
    }

    fn array_close(&mut self, _: RawSpan, _: &mut dyn ErrorSink) {
        self.close();
    }

    fn simple_key(&mut self, span: RawSpan, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.stopped {
            return;
        }
        // inside of braces each dot is one level more, or a short text could be thousands of levels deep
        if self.path.len() + self.depth().max(1) > MAX_DEPTH {
            return self.stop(Rule::TooDeep, span);
        }
        let text = self.text(span);
        let text = match encoding {
            // as in `a =`: a missing key is the parser's to report, and decodes to one with no characters
            None if !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') => {
                Text::Source(narrow(span))
            }
            Some(Encoding::BasicString) if plain_string(text) => {
                Text::Source(Span::new(span.start() + 1, span.end() - 1))
            }
            _ => {
                let mut decoded = Cow::Borrowed("");
                Raw::new_unchecked(text, encoding, span).decode_key(&mut decoded, error);
                self.place(decoded, span)
            }
        };
        self.path.push(Key { text, span: narrow(span) });
    }

    fn key_val_sep(&mut self, _: RawSpan, _: &mut dyn ErrorSink) {
        // what the parser takes for a key inside a list is an echo of a fault it has told
        if !self.stopped && !self.path.is_empty() && !matches!(self.open.last(), Some((Container::List, _))) {
            self.dotted = if self.open.is_empty() { 0 } else { self.path.len() - 1 };
            self.sink.key(&mut self.path);
        }
        self.path.clear();
    }

    fn scalar(&mut self, span: RawSpan, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.stopped {
            return;
        }
        let text = self.text(span);
        let plain = match encoding {
            Some(Encoding::BasicString) if plain_string(text) => {
                Some(Scalar::Text(Text::Source(Span::new(span.start() + 1, span.end() - 1))))
            }
            None => match text {
                "true" => Some(Scalar::Boolean(true)),
                "false" => Some(Scalar::Boolean(false)),
                text => plain_integer(text).map(Scalar::Integer).or_else(|| plain_float(text).map(Scalar::Float)),
            },
            _ => None,
        };
        let scalar = match plain {
            Some(scalar) => Some(scalar),
            None => self.decode(span, encoding, error),
        };
        if let Some(scalar) = scalar {
            self.sink.scalar(scalar, narrow(span));
        }
    }

    fn comment(&mut self, span: RawSpan, error: &mut dyn ErrorSink) {
        let text = self.text(span);
        if text.bytes().fold(false, |odd, byte| odd | (byte < 0x20) & (byte != b'\t') | (byte == 0x7f)) {
            Raw::new_unchecked(text, None, span).decode_comment(error);
        }
    }

    fn newline(&mut self, span: RawSpan, error: &mut dyn ErrorSink) {
        let text = self.text(span);
        if text == "\r" {
            Raw::new_unchecked(text, None, span).decode_newline(error);
        }
    }
}
