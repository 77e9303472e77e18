//! What holds of the events of any text: they balance, they lie inside the text, and they come to an end.

use milieu_format::{Container, Fault, Key, MAX_DEPTH, Rule, Scalar, Sink, Span, Text};
use proptest::prelude::*;

/// Checks every event against the text.
#[derive(Default)]
struct Checked {
    text: String,
    open: Vec<Container>,
    deepest: usize,
    events: usize,
    faults: Vec<Fault>,
}

impl Checked {
    fn span(&mut self, span: Span) {
        self.events += 1;
        let range = span.start as usize..span.end as usize;
        assert!(self.text.get(range).is_some(), "{span:?} is no part of the text");
    }

    fn text(&mut self, text: &Text) {
        if let Text::Source(span) = text {
            self.span(*span);
        }
    }

    fn path(&mut self, path: &[Key]) {
        assert!(!path.is_empty() && path.len() <= MAX_DEPTH);
        for key in path {
            self.span(key.span);
            self.text(&key.text);
        }
    }
}

impl Sink for Checked {
    fn section(&mut self, path: &mut Vec<Key>, _: bool) {
        assert!(self.open.is_empty(), "a section inside a container");
        self.path(&path.clone());
    }

    fn key(&mut self, path: &mut Vec<Key>) {
        assert_ne!(self.open.last(), Some(&Container::List), "a key inside a list");
        self.path(&path.clone());
    }

    fn scalar(&mut self, value: Scalar, span: Span) {
        self.span(span);
        if let Scalar::Wide(text) | Scalar::Text(text) | Scalar::Datetime(text) = &value {
            self.text(text);
        }
    }

    fn open(&mut self, container: Container, span: Span) {
        self.span(span);
        self.open.push(container);
        self.deepest = self.deepest.max(self.open.len());
        assert!(self.deepest <= MAX_DEPTH + 1);
    }

    fn close(&mut self) {
        assert!(self.open.pop().is_some(), "more closed than opened");
    }

    fn fault(&mut self, fault: Fault) {
        let length = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        assert!(fault.span.start <= length, "a fault behind the text");
        self.faults.push(fault);
    }
}

fn check(text: &str, read: fn(&str, &mut Checked)) -> Checked {
    let mut sink = Checked { text: text.to_owned(), ..Checked::default() };
    read(text, &mut sink);
    assert!(sink.open.is_empty(), "a container stays open");
    sink
}

const READERS: &[fn(&str, &mut Checked)] = &[
    milieu_format::toml::read::<Checked>,
    milieu_format::json::read::<Checked>,
    milieu_format::json::read_value::<Checked>,
    #[cfg(feature = "yaml")]
    milieu_format::yaml::read::<Checked>,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn events_of_any_text_balance_and_lie_inside_it(text in "\\PC{0,60}", reader in 0..READERS.len()) {
        check(&text, READERS[reader]);
    }

    #[test]
    fn events_of_almost_well_formed_texts_do_too(text in "[\\[\\]{}=.,:#\"'\\\\a-c0-9é \n\r\t&*<>|!%-]{0,80}", reader in 0..READERS.len()) {
        check(&text, READERS[reader]);
        let _ = milieu_format::dotenv::read(&text);
    }
}

#[test]
fn dots_inside_of_braces_are_levels() {
    let nested =
        |levels: usize, key: &str| format!("k = {}1{}\n", format!("{{{key} = ").repeat(levels), "}".repeat(levels));
    for (levels, key, is_sound) in [
        (64, "a", true),
        (32, "a.b", true),
        (33, "a.b", false),
        (1, &"a.".repeat(63), true),
        (2, &"a.".repeat(63), false),
    ] {
        let key = key.strip_suffix('.').unwrap_or(key);
        let checked = check(&nested(levels, key), milieu_format::toml::read);
        let is_too_deep = checked.faults.iter().any(|fault| fault.rule == Rule::TooDeep);
        assert_eq!((is_too_deep, checked.faults.is_empty()), (!is_sound, is_sound), "{levels} {}", key.len());
    }
    // a key beside a value that was deep is none the deeper for it
    let text = format!("k = [{{{} = 1}}, {{b = [[{{c.d = 1}}]]}}]\n", "a.".repeat(62) + "a");
    assert!(check(&text, milieu_format::toml::read).faults.is_empty());
}

#[test]
fn a_hundred_thousand_brackets_are_too_deep_at_once() {
    for (text, readers) in [
        (format!("a = {}", "[".repeat(100_000)), &READERS[..1]),
        (format!("a = {}", "{a = ".repeat(100_000)), &READERS[..1]),
        (format!("{{\"a\": {}", "[".repeat(100_000)), &READERS[1..2]),
        ("[".repeat(100_000), &READERS[2..]),
        ("{a: ".repeat(100_000), &READERS[3..]),
    ] {
        for reader in readers {
            let checked = check(&text, *reader);
            assert!(checked.faults.iter().any(|fault| fault.rule == Rule::TooDeep), "{:?}", checked.faults);
            assert!(checked.faults.len() < 64);
        }
    }
}

#[test]
fn strings_of_json_are_decoded() {
    let text = r#"{"a": "\u00e9\n\ud83d\ude00\/", "plain": "é"}"#;
    let checked = check(text, milieu_format::json::read::<Checked>);
    assert!(checked.faults.is_empty(), "{:?}", checked.faults);
    for wrong in [
        r#"{"a": "\ud83d"}"#,
        r#"{"a": "\x"}"#,
        "{\"a\": \"\n\"}",
        r#"{"a": 01}"#,
        r#"{"a": 1e999}"#,
        r#"{"a": 1,}"#,
        "[1]",
        "{} x",
    ] {
        let checked = check(wrong, milieu_format::json::read::<Checked>);
        assert_eq!(checked.faults.len(), 1, "{wrong}");
    }
}
