//! What goes to `tracing`. A program of its own, with one test: which events are of interest is kept for the whole process, so
//! subscribers of tests that run side by side would take them from each other.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test fails by panicking, and has a clock")]

use milieu::testing::Fixture;
use milieu::{Config, Credential, Dsn};

const CANARY: &str = "hunter2-CANARY";

#[derive(Config)]
#[expect(dead_code, reason = "only read")]
struct Plain {
    port: u16,
}

#[test]
fn a_load_is_one_event_and_no_event_shows_a_value() {
    a_load_is_one_event_without_values();
    events_show_no_value();
}

fn a_load_is_one_event_without_values() {
    use std::fmt::Write as _;
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::span;

    #[derive(Clone, Default)]
    struct Seen(Arc<Mutex<String>>);
    struct Text<'a>(&'a mut String);
    impl Visit for Text<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
            let _ = write!(self.0, "{field}={value:?} ");
        }
    }
    impl tracing::Subscriber for Seen {
        fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            span::Id::from_u64(1)
        }
        fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
        fn event(&self, event: &tracing::Event<'_>) {
            event.record(&mut Text(&mut self.0.lock().unwrap()));
        }
        fn enter(&self, _: &span::Id) {}
        fn exit(&self, _: &span::Id) {}
    }
    let seen = Seen::default();
    tracing::subscriber::with_default(seen.clone(), || {
        Fixture::new().variable("APP_PORT", "4242").environment("staging").load::<Plain>().unwrap();
    });
    let text = seen.0.lock().unwrap().clone();
    assert!(text.contains("environment=\"staging\" tier=\"staging\" layers=1 fingerprint="), "{text}");
    assert!(!text.contains("4242"), "{text}");
    broken_glass_leaves_an_event(|run| {
        seen.0.lock().unwrap().clear();
        tracing::subscriber::with_default(seen.clone(), run);
        seen.0.lock().unwrap().clone()
    });
}

fn broken_glass_leaves_an_event(events_of: impl Fn(&dyn Fn()) -> String) {
    use std::time::{Duration, SystemTime};

    use milieu::{BreakGlass, Environment};

    let glass = BreakGlass::new("staging", "INC-17\nwarn: forged", SystemTime::now() + Duration::from_secs(60));
    let said = events_of(&|| Environment::STAGING.refuse_destructive("drop the database", Some(&glass)).unwrap());
    assert!(said.contains("staging: the glass was broken to drop the database: INC-17"), "{said}");
    assert!(said.contains("[destructive-action]") && !said.contains('\n'), "{said}");
    let refused = events_of(&|| assert!(Environment::PRODUCTION.refuse_destructive("drop it", Some(&glass)).is_err()));
    assert_eq!(refused, "", "what was refused did not happen");
}

fn events_show_no_value() {
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    #[derive(Config, Debug)]
    #[expect(dead_code, reason = "only read")]
    struct Settings {
        password: Credential,
        address: Dsn,
    }
    let buffer = Buffer::default();
    let writer = buffer.clone();
    let subscriber = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(subscriber, || {
        let fixture =
            Fixture::new().variable("APP_PASSWORD", CANARY).variable("APP_ADDRESS", "amqp://u:hunter2-CANARY@h");
        let loaded = fixture.environment("production").load::<Settings>().unwrap();
        tracing::info!(settings = ?*loaded, loaded = ?loaded, address = %loaded.address, "loaded");
    });
    let text = String::from_utf8(buffer.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("configuration loaded") && text.contains("[REDACTED]"), "{text}");
    assert!(!text.contains("hunter2") && !text.contains("CANARY"), "{text}");
}
