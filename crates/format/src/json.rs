//! JSON by RFC 8259, with the place of each value, which `serde_json` does not give.
//!
//! The reader keeps its own stack of open containers, so depth is bounded by a number and not by the machine's stack. It stops at
//! the first fault: nothing after it is certain.

mod string;

use crate::{Container, Fault, Key, MAX_DEPTH, Rule, Scalar, Sink, Span, Text};

/// Reads a JSON text whose root is an object.
pub fn read<S: Sink>(source: &str, sink: &mut S) {
    Reader::new(source, sink).run(true);
}

/// Reads a JSON text whose root may be any value; that value's events come first, without a key before them.
pub fn read_value<S: Sink>(source: &str, sink: &mut S) {
    Reader::new(source, sink).run(false);
}

/// Reads the string that a text begins with; returns it and the place after it, `None` if there is none.
///
/// ```
/// let source = r#""a\tb".c"#;
/// let (text, end) = milieu_format::json::read_string(source).expect("it begins with one");
/// assert_eq!((text.as_str(source), &source[end..]), ("a\tb", ".c"));
/// assert!(milieu_format::json::read_string("a").is_none());
/// ```
#[must_use]
pub fn read_string(source: &str) -> Option<(Text, usize)> {
    source.starts_with('"').then(|| string::read(source, 0).ok()).flatten()
}

struct Reader<'r, S> {
    source: &'r str,
    bytes: &'r [u8],
    sink: &'r mut S,
    at: usize,
    open: Vec<Container>,
    /// The root of a file is opened by no event, so it is closed by none: 1 for a file, else 0.
    unannounced: usize,
    path: Vec<Key>,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    /// A value or the end of the list that has just begun.
    FirstItem,
    /// A key or the end of the table that has just begun.
    FirstKey,
    Key,
    /// A comma or the end of the container.
    After,
}

impl<'r, S: Sink> Reader<'r, S> {
    fn new(source: &'r str, sink: &'r mut S) -> Self {
        let at = if source.starts_with('\u{feff}') { 3 } else { 0 };
        Self { source, bytes: source.as_bytes(), sink, at, open: Vec::new(), unannounced: 0, path: Vec::new() }
    }

    fn run(mut self, root_is_table: bool) {
        if u32::try_from(self.bytes.len()).is_err() {
            return self.sink.fault(Fault { rule: Rule::TooLong, span: Span::default() });
        }
        let result = self.document(root_is_table);
        for _ in self.unannounced..self.open.len() {
            self.sink.close();
        }
        if let Err((rule, at)) = result {
            self.sink.fault(Fault { rule, span: Span::new(at, at) });
        }
    }

    fn document(&mut self, root_is_table: bool) -> Result<(), (Rule, usize)> {
        self.space();
        let mut next = Next::Value;
        if root_is_table {
            match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    self.open.push(Container::Table);
                    self.unannounced = 1;
                    next = Next::FirstKey;
                }
                None => return self.syntax("a table in braces"),
                Some(_) => return Err((Rule::RootNotTable, self.at)),
            }
        }
        loop {
            self.space();
            next = match next {
                Next::FirstItem if self.peek() == Some(b']') => self.close(),
                Next::FirstKey if self.peek() == Some(b'}') => self.close(),
                Next::Value | Next::FirstItem => self.value()?,
                Next::FirstKey | Next::Key => self.key()?,
                Next::After => match (self.open.last(), self.peek()) {
                    (None, None) => return Ok(()),
                    (None, Some(_)) => return self.syntax("the end of the text"),
                    (Some(Container::Table), Some(b'}')) | (Some(Container::List), Some(b']')) => self.close(),
                    (Some(container), Some(b',')) => {
                        self.at += 1;
                        if *container == Container::Table { Next::Key } else { Next::Value }
                    }
                    (Some(Container::Table), _) => return self.syntax("a comma or }"),
                    (Some(Container::List), _) => return self.syntax("a comma or ]"),
                },
            };
        }
    }

    fn syntax<T>(&self, words: &'static str) -> Result<T, (Rule, usize)> {
        Err((Rule::Syntax(words), self.at))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn close(&mut self) -> Next {
        self.at += 1;
        self.open.pop();
        if self.open.len() >= self.unannounced {
            self.sink.close();
        }
        Next::After
    }

    fn open(&mut self, container: Container) -> Result<Next, (Rule, usize)> {
        if self.open.len() >= MAX_DEPTH {
            return Err((Rule::TooDeep, self.at));
        }
        self.open.push(container);
        self.sink.open(container, Span::new(self.at, self.at + 1));
        self.at += 1;
        Ok(if container == Container::Table { Next::FirstKey } else { Next::FirstItem })
    }

    fn key(&mut self) -> Result<Next, (Rule, usize)> {
        if self.peek() != Some(b'"') {
            return self.syntax("a key in double quotes");
        }
        let start = self.at;
        let text = self.string()?;
        let span = Span::new(start, self.at);
        self.space();
        if self.peek() != Some(b':') {
            return self.syntax("a colon");
        }
        self.at += 1;
        self.path.clear();
        self.path.push(Key { text, span });
        self.sink.key(&mut self.path);
        Ok(Next::Value)
    }

    fn value(&mut self) -> Result<Next, (Rule, usize)> {
        let start = self.at;
        let scalar = match self.peek() {
            Some(b'{') => return self.open(Container::Table),
            Some(b'[') => return self.open(Container::List),
            Some(b'"') => Scalar::Text(self.string()?),
            Some(b't') => self.word("true", Scalar::Boolean(true))?,
            Some(b'f') => self.word("false", Scalar::Boolean(false))?,
            Some(b'n') => self.word("null", Scalar::Null)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => return self.syntax("a value"),
        };
        self.sink.scalar(scalar, Span::new(start, self.at));
        Ok(Next::After)
    }

    fn word(&mut self, word: &str, scalar: Scalar) -> Result<Scalar, (Rule, usize)> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return self.syntax("a value");
        }
        self.at += word.len();
        Ok(scalar)
    }

    fn string(&mut self) -> Result<Text, (Rule, usize)> {
        let (text, end) = string::read(self.source, self.at)?;
        self.at = end;
        Ok(text)
    }

    fn digits(&mut self) -> Result<(), (Rule, usize)> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { self.syntax("a digit") } else { Ok(()) }
    }

    fn number(&mut self) -> Result<Scalar, (Rule, usize)> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let first = self.peek();
        let whole = self.at;
        self.digits()?;
        if first == Some(b'0') && self.at > whole + 1 {
            self.at = whole + 1;
            return self.syntax("no digit after a leading zero");
        }
        let mut is_whole = true;
        if self.peek() == Some(b'.') {
            is_whole = false;
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            is_whole = false;
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        let text = self.source.get(start..self.at).unwrap_or_default();
        if !is_whole {
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            return number.map(Scalar::Float).ok_or((Rule::NumberTooLarge, start));
        }
        if let Ok(number) = text.parse() {
            return Ok(Scalar::Integer(number));
        }
        let fits = text.parse::<i128>().is_ok() || text.parse::<u128>().is_ok();
        let digits = Text::Source(Span::new(start, self.at));
        if fits { Ok(Scalar::Wide(digits)) } else { Err((Rule::NumberTooLarge, start)) }
    }
}
