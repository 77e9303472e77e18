//! The panic hook that shows no known value.

use std::any::Any;
use std::fmt::Display;
use std::io::{self, Write};
use std::panic;
use std::thread;

use super::Redactor;

pub(super) fn install(redactor: Redactor) {
    if thread::panicking() {
        return;
    }
    panic::set_hook(Box::new(move |info| {
        let thread = thread::current();
        let place = info.location().map(|location| location as &dyn Display);
        let words = words(&redactor, thread.name(), place, info.payload());
        // one write, so that two threads' messages stay apart; if it fails, there is no other place to tell
        let _ = io::stderr().write_all(words.as_bytes());
    }));
}

/// The message as std's own hook words it, without its hints.
fn words(redactor: &Redactor, thread: Option<&str>, place: Option<&dyn Display>, payload: &dyn Any) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("Box<dyn Any>");
    let thread = thread.unwrap_or("<unnamed>");
    let words = zeroize::Zeroizing::new(match place {
        Some(place) => format!("\nthread '{thread}' panicked at {place}:\n{text}\n"),
        None => format!("\nthread '{thread}' panicked:\n{text}\n"),
    });
    redactor.redact(&words).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_shows_thread_place_and_message_and_no_known_value() {
        let redactor = Redactor::new();
        redactor.add_text("hunter2-CANARY");
        let place = "src/main.rs:1:2";
        let payload: Box<dyn Any> = Box::new("no hunter2-CANARY".to_owned());
        assert_eq!(
            words(&redactor, Some("main"), Some(&place), &*payload),
            "\nthread 'main' panicked at src/main.rs:1:2:\nno [REDACTED]\n"
        );
        assert_eq!(
            words(&redactor, Some("hunter2-CANARY"), None, &"fixed"),
            "\nthread '[REDACTED]' panicked:\nfixed\n"
        );
        assert_eq!(words(&redactor, None, None, &5), "\nthread '<unnamed>' panicked:\nBox<dyn Any>\n");
    }
}
