//! Known values do not go out, in any form, however the output is cut.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and starts itself as a child"
)]

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, HEXLOWER, HEXUPPER};
use milieu::Redactor;
use proptest::prelude::*;

const CANARY: &str = "hunter2\"CAN\\ARY\nx/+é=";
const MARKER: &str = "[REDACTED]";

fn knowing(values: &[&str]) -> Redactor {
    let redactor = Redactor::new();
    for value in values {
        assert!(redactor.add_text(value));
    }
    redactor
}

fn json(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

fn debug(text: &str) -> String {
    let quoted = format!("{text:?}");
    quoted[1..quoted.len() - 1].to_owned()
}

/// What other code than the redactor's makes of a value; each is to be replaced whole.
fn forms(value: &str) -> Vec<String> {
    let mut url = url::Url::parse("http://user@host/").unwrap();
    url.set_password(Some(value)).unwrap();
    let form: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    let bytes = format!("{:?}", value.as_bytes());
    let percent = |all: &str| all.replace('+', "%20").replace('*', "%2A");
    vec![
        value.to_owned(),
        HEXLOWER.encode(value.as_bytes()),
        HEXUPPER.encode(value.as_bytes()),
        json(value),
        json(&json(value)),
        debug(value),
        debug(&debug(value)),
        json(&debug(value)),
        debug(&json(value)),
        bytes[1..bytes.len() - 1].to_owned(),
        serde_json::to_string(value.as_bytes()).unwrap().trim_matches(['[', ']']).to_owned(),
        url.password().unwrap().to_owned(),
        percent(&form).replace("%7E", "~"), // RFC 3986
        percent(&form).replace('-', "%2D").replace('.', "%2E").replace('_', "%5F"),
        form,
    ]
}

/// The value in Base64 at its three alignments, as far as the value alone determines it.
fn base64_cores(value: &str) -> Vec<String> {
    let core = |before: usize| {
        let text = BASE64_NOPAD.encode(&[&vec![0; before], value.as_bytes()].concat());
        let determined = 8 * (before + value.len()) / 6;
        text[[0, 2, 3][before]..determined].to_owned()
    };
    (0..3).map(core).flat_map(|core| [core.replace('+', "-").replace('/', "_"), core]).collect()
}

fn written(redactor: &Redactor, pieces: &[&[u8]]) -> String {
    let mut out = Vec::new();
    let mut writer = redactor.writer(&mut out);
    for piece in pieces {
        writer.write_all(piece).unwrap();
    }
    drop(writer);
    String::from_utf8(out).unwrap()
}

#[test]
fn every_form_of_a_value_is_replaced_whole() {
    let redactor = knowing(&[CANARY]);
    for form in forms(CANARY).into_iter().chain(base64_cores(CANARY)) {
        assert_eq!(redactor.redact(&format!("<{form}>")), "<[REDACTED]>", "{form}");
    }
    for form in [
        r#"hunter2\"CAN\\ARY\nx/+é="#,
        r#"hunter2\\\"CAN\\\\ARY\\nx/+é="#,
        "hunter2%22CAN%5CARY%0Ax%2F%2B%C3%A9%3D",
        "hunter2%22can%5cARY%0ax%2f%2b%c3%a9%3d".replace("can", "CAN").as_str(),
    ] {
        assert_eq!(redactor.redact(form), MARKER);
    }
}

#[test]
fn base64_of_a_text_that_holds_a_value_keeps_only_what_neighbours_share() {
    let redactor = knowing(&[CANARY]);
    for encoding in [BASE64, BASE64_NOPAD, BASE64URL] {
        for before in ["", "u:", "us:", "user:"] {
            for after in ["", "@", "@h", "@ho", "@host"] {
                let clean = encoding.encode(format!("{before}{after}").as_bytes());
                let out = redactor.redact(&encoding.encode(format!("{before}{CANARY}{after}").as_bytes())).into_owned();
                assert!(out.contains(MARKER), "{out}");
                assert!(out.len() <= clean.len() + MARKER.len() + 4, "{out} {clean}");
            }
        }
    }
}

#[test]
fn a_value_split_across_writes_is_caught_at_every_byte() {
    let redactor = knowing(&[CANARY]);
    let text = format!("a {CANARY} b {} c{CANARY}{CANARY}.\n", HEXLOWER.encode(CANARY.as_bytes()));
    let expected = "a [REDACTED] b [REDACTED] c[REDACTED][REDACTED].\n";
    let text = text.as_bytes();
    for first in 0..=text.len() {
        let (one, rest) = text.split_at(first);
        assert_eq!(written(&redactor, &[one, rest]), expected);
        for second in 0..=rest.len() {
            let (two, three) = rest.split_at(second);
            assert_eq!(written(&redactor, &[one, two, three]), expected);
        }
    }
    let bytes: Vec<&[u8]> = text.chunks(1).collect();
    assert_eq!(written(&redactor, &bytes), expected);
}

#[test]
fn values_that_overlap_leave_nothing_of_each_other() {
    let redactor = knowing(&["abcdefgh", "efghijkl", "abcdefghXYZ-more", "XYZ-more-still"]);
    for (text, expected) in [
        (" abcdefghijkl ", " [REDACTED] "),
        (" abcdefghXYZ-more ", " [REDACTED] "),
        (" abcdefghXYZ-more-still ", " [REDACTED] "),
        (" abcdefghXYZ-mor ", " [REDACTED]XYZ-mor "),
        (" abcdefghabcdefgh ", " [REDACTED][REDACTED] "),
    ] {
        assert_eq!(redactor.redact(text), expected);
        for first in 0..=text.len() {
            let (one, rest) = text.as_bytes().split_at(first);
            assert_eq!(written(&redactor, &[one, rest]), expected);
        }
    }
}

#[test]
fn only_an_end_that_may_become_a_value_is_held_back() {
    let redactor = knowing(&[CANARY]);
    let mut out = Vec::new();
    let mut writer = redactor.writer(&mut out);
    writer.write_all(b"a hunt").unwrap();
    writer.flush().unwrap();
    assert_eq!(**writer.get_ref(), *b"a ");
    writer.write_all(b"ing hunter2").unwrap();
    assert_eq!(**writer.get_ref(), *b"a hunting ");
    drop(writer);
    assert_eq!(out, b"a hunting hunter2");
}

#[test]
fn the_beginning_of_a_value_at_the_very_end_shows_less_than_8_bytes() {
    let redactor = knowing(&[CANARY]);
    assert_eq!(written(&redactor, &[&CANARY.as_bytes()[..7]]), "hunter2");
    for length in 8..=CANARY.len() {
        assert_eq!(written(&redactor, &[b"- ", &CANARY.as_bytes()[..length]]), "- [REDACTED]");
    }
    let redactor = knowing(&["abcdefgh", "efgh-and-so-on"]);
    assert_eq!(written(&redactor, &[b" abcdefgh-and-so"]), " [REDACTED]", "one marker for what overlaps");
    assert_eq!(written(&redactor, &[b" abcdefgh-"]), " [REDACTED]-");
}

#[test]
fn short_and_monotonous_values_are_not_taken() {
    let redactor = Redactor::new();
    for value in ["", "hunter2", "--------", "0101010101", MARKER, "REDACTED"] {
        assert!(!redactor.add_text(value));
        assert_eq!(redactor.redact(value), value);
    }
    assert!(redactor.add_text("hunter22"));
    assert!(redactor.add_text("hunter22"));
    assert_eq!(format!("{redactor:?}"), "Redactor { values: 1 }");
    assert_eq!(format!("{:?}", redactor.writer(io::sink())), "Redacting { redactor: Redactor { values: 1 }, .. }");
}

#[test]
fn bytes_that_are_no_text_are_replaced_too() {
    let redactor = Redactor::new();
    assert!(redactor.add(b"\xa9\x00\xff\xfe12345"));
    assert_eq!(*redactor.redact_bytes(b"-\xa9\x00\xff\xfe12345-"), *b"-[REDACTED]-");
    assert_eq!(redactor.redact("a900FFFE a900fffe3132333435"), "a900FFFE [REDACTED]");
    // a value that ends within a character
    assert!(redactor.add(b"pass-word-\xc3"));
    assert_eq!(redactor.redact("pass-word-é!"), "[REDACTED]\u{fffd}!");
}

/// A place to write that can be looked at later.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Sink {
    fn write(&mut self, new: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(new);
        Ok(new.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn events_written_as_json_by_tracing_show_no_value() {
    let redactor = knowing(&[CANARY]);
    let sink = Sink::default();
    let inner = sink.clone();
    let writer = redactor.make_writer(move || inner.clone());
    let subscriber = tracing_subscriber::fmt().json().with_writer(writer).finish();
    tracing::subscriber::with_default(subscriber, || {
        let span = tracing::info_span!("span", in_span = CANARY);
        let _entered = span.enter();
        tracing::info!(plain = CANARY, debug = ?CANARY, nested = ?Some(vec![CANARY]), bytes = ?CANARY.as_bytes(), "say {CANARY}");
        tracing::info!("nothing to hide");
    });
    let text = sink.text();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["fields"]["message"], "say [REDACTED]");
    assert_eq!(lines[0]["fields"]["plain"], MARKER);
    assert_eq!(lines[0]["fields"]["debug"], "\"[REDACTED]\"");
    assert_eq!(lines[0]["fields"]["nested"], "Some([\"[REDACTED]\"])");
    assert_eq!(lines[0]["fields"]["bytes"], "[[REDACTED]]");
    assert_eq!(lines[0]["span"]["in_span"], MARKER);
    assert_eq!(lines[1]["fields"]["message"], "nothing to hide");
    assert!(!text.contains("CAN") && !text.contains("hunter2"), "{text}");
}

#[test]
fn values_are_added_while_others_write() {
    let redactor = Redactor::new();
    std::thread::scope(|scope| {
        for thread in 0..3 {
            let redactor = redactor.clone();
            scope.spawn(move || {
                for at in 0..20 {
                    let value = format!("value-{thread}-{at}-CANARY");
                    let mut out = Vec::new();
                    let mut writer = redactor.writer(&mut out);
                    writer.write_all(b"kept, ").unwrap();
                    assert!(redactor.add_text(&value));
                    writer.write_all(value.as_bytes()).unwrap();
                    drop(writer);
                    assert_eq!(String::from_utf8(out).unwrap(), "kept, [REDACTED]");
                }
            });
        }
    });
    assert_eq!(format!("{redactor:?}"), "Redactor { values: 60 }");
}

/// Takes so many writes, then fails or panics.
struct Broken {
    left: usize,
    panics: bool,
    out: Sink,
}

impl Write for Broken {
    fn write(&mut self, new: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            assert!(!self.panics, "broken");
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.left -= 1;
        self.out.write(new)
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn errors_and_panics_of_the_inner_writer_come_through() {
    let redactor = knowing(&[CANARY]);
    let sink = Sink::default();
    let mut writer = redactor.writer(Broken { left: 1, panics: false, out: sink.clone() });
    writer.write_all(b"one hunt").unwrap();
    assert_eq!(writer.flush().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    assert_eq!(writer.write_all(b"ing").unwrap_err().kind(), io::ErrorKind::StorageFull);
    drop(writer);

    let mut writer = redactor.writer(Broken { left: 0, panics: true, out: sink.clone() });
    // a second panic, out of `drop`, would end the process
    let panicked = std::thread::spawn(move || writer.write_all(b"two hunt")).join();
    assert!(panicked.is_err());
    assert_eq!(sink.text(), "one ");
}

#[test]
fn a_panic_of_a_process_with_the_hook_shows_no_value() {
    if std::env::var_os("MILIEU_TEST_PANICS").is_some() {
        knowing(&[CANARY]).install_panic_hook();
        panic!("no {CANARY}");
    }
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["a_panic_of_a_process_with_the_hook_shows_no_value", "--exact", "--nocapture"])
        .env("MILIEU_TEST_PANICS", "1")
        .env("RUST_BACKTRACE", "1")
        .output()
        .unwrap();
    let text = String::from_utf8(child.stderr).unwrap();
    assert!(!child.status.success());
    assert!(text.contains("panicked at tests") && text.contains("\nno [REDACTED]\n"), "{text}");
    assert!(!text.contains("CAN") && !text.contains("backtrace"), "{text}");
}

/// Fails at every other write.
struct Busy {
    busy: bool,
    out: Sink,
}

impl Write for Busy {
    fn write(&mut self, new: &[u8]) -> io::Result<usize> {
        self.busy = !self.busy;
        if self.busy { Err(io::ErrorKind::WouldBlock.into()) } else { self.out.write(new) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_is_written_again_after_an_error_is_still_the_rest_of_a_value() {
    let text = format!("- {CANARY}{CANARY} -");
    for at in 0..text.len() {
        let sink = Sink::default();
        let mut writer = knowing(&[CANARY]).writer(Busy { busy: false, out: sink.clone() });
        let (one, two) = text.as_bytes().split_at(at);
        for piece in [one, two] {
            if writer.write_all(piece).is_err() {
                writer.write_all(piece).unwrap();
            }
        }
        drop(writer);
        assert_eq!(sink.text(), "- [REDACTED][REDACTED] -");
    }
}

fn any_text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => proptest::char::range(' ', '~'),
        1 => any::<char>(),
        1 => prop::sample::select(vec!['"', '\\', '\'', '\n', '\t', '\u{1b}', '\u{301}', '%', '+', '/', ' ']),
    ];
    prop::collection::vec(character, length).prop_map(String::from_iter)
}

fn cut<'text>(mut text: &'text [u8], sizes: &[usize]) -> Vec<&'text [u8]> {
    let mut pieces = Vec::new();
    for &size in sizes {
        let (piece, rest) = text.split_at(size.min(text.len()));
        pieces.push(piece);
        text = rest;
    }
    pieces.push(text);
    pieces
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_form_of_a_value_goes_out_however_the_output_is_cut(
        value in any_text(8..40),
        around in prop::collection::vec(any_text(0..12), 4),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 3),
        sizes in prop::collection::vec(0_usize..60, 0..12),
    ) {
        let redactor = Redactor::new();
        prop_assume!(redactor.add_text(&value));
        let mut forms = forms(&value);
        forms.extend(base64_cores(&value));
        let mut text = around[0].clone();
        for (pick, around) in picks.iter().zip(&around[1..]) {
            text.push_str(pick.get::<String>(&forms).as_str());
            text.push_str(around);
        }
        // no form goes on with this, so nothing is held back at the end
        text.push('\0');
        prop_assume!(!value.contains('\0'));
        let out = written(&redactor, &cut(text.as_bytes(), &sizes));
        for form in &forms {
            prop_assert!(!out.contains(form), "{form:?} in {out:?}");
        }
        prop_assert_eq!(redactor.redact(&text), out);
    }

    #[test]
    fn what_holds_no_value_passes_byte_for_byte(
        pieces in prop::collection::vec(prop_oneof![
            any_text(0..12),
            // beginnings of forms
            prop::sample::select(vec!["hunt", "hunter2\"", "68756e74", "aHVudGVy", "104, 117", "hunter2%22", "hunter2\\"]).prop_map(str::to_owned),
        ], 0..12),
        sizes in prop::collection::vec(0_usize..20, 0..12),
    ) {
        let redactor = knowing(&[CANARY]);
        let text = pieces.concat() + ".";
        prop_assume!(!forms(CANARY).iter().chain(&base64_cores(CANARY)).any(|form| text.contains(form)));
        prop_assert_eq!(redactor.redact(&text), text.as_str());
        prop_assert_eq!(written(&redactor, &cut(text.as_bytes(), &sizes)), text);
    }
}
