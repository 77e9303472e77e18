//! What a ledger catches, what it refuses, and that its text tells nothing.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::credential::FromCredential as _;
use crate::sources::scratch::Scratch;

const CANARY: &[u8] = b"hunter2-CANARY-4242";
const OTHER: &[u8] = b"hunter2-CANARY-other";

fn project() -> ProjectKey {
    "6ZqkC9Xw0bT4mJvR2sYh8LdNfE5uGa7P".parse().unwrap()
}

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn quick(ledger: Ledger) -> Ledger {
    Ledger { cost: Cost::QUICK, ..ledger }
}

/// Staging has `CANARY`; it had `OTHER` before.
fn ledger() -> Ledger {
    let mut ledger = quick(Ledger::empty());
    ledger.add("staging", &key("database.password"), OTHER, &project()).unwrap();
    ledger.add("staging", &key("database.password"), CANARY, &project()).unwrap();
    ledger
}

fn text_of(ledger: &Ledger) -> String {
    file::write(ledger.project, &ledger.entries)
}

fn read(text: &str) -> Result<Ledger, Vec<Finding>> {
    Ledger::of_text(Path::new("credentials.lock").into(), text).map(quick)
}

fn said(text: &str) -> Vec<String> {
    let findings = read(text).expect_err(text);
    findings.iter().map(ToString::to_string).inspect(|said| assert!(!said.contains("hunter2"), "{said}")).collect()
}

fn verified(ledger: &Ledger, environment: &str, credential: &[u8]) -> Vec<(Level, String)> {
    let findings = ledger.verify(environment, [(&key("a.b"), credential)], &project());
    findings.iter().map(|finding| (finding.level(), finding.to_string())).collect()
}

#[test]
fn a_credential_of_one_environment_is_refused_in_another_even_when_retired() {
    let mut ledger = ledger();
    let before = text_of(&ledger);
    for (credential, words) in [
        (CANARY, "a.b: is the credential of another environment"),
        (OTHER, "a.b: is a credential that another environment has had"),
    ] {
        let error = ledger.add("production", &key("a.b"), credential, &project()).unwrap_err();
        let expected = format!("{words}; give this environment a credential of its own [credential-shared]");
        assert_eq!(error.findings()[0].to_string(), expected);
        assert_eq!((error.findings()[0].level(), error.environment()), (Level::Deny, Some("production")));
        assert!(!format!("{error} {error:?} {ledger:?}").contains("hunter2"));
    }
    assert_eq!(text_of(&ledger), before, "nothing was recorded");
}

#[test]
fn verifying_tells_shared_unregistered_retired_and_weak_apart() {
    let ledger = read(&text_of(&ledger())).unwrap();
    assert_eq!(verified(&ledger, "staging", CANARY), []);
    let deny = |text: &str| vec![(Level::Deny, text.to_owned())];
    let warn = |text: &str| vec![(Level::Warn, text.to_owned())];
    assert_eq!(
        verified(&ledger, "production", CANARY),
        deny(
            "a.b: is the credential of another environment (credentials.lock:6:3); give this environment a credential of its \
             own [credential-shared]"
        )
    );
    assert_eq!(
        verified(&ledger, "production", OTHER),
        deny(
            "a.b: is a credential that another environment has had (credentials.lock:7:3); give this environment a \
             credential of its own [credential-shared]"
        )
    );
    assert_eq!(
        verified(&ledger, "staging", OTHER),
        warn("a.b: is retired in the ledger, and in use (credentials.lock:7:3); use its successor [credential-shared]")
    );
    assert_eq!(
        verified(&ledger, "staging", b"never registered"),
        warn("a.b: is not in the ledger, so nothing tells whose it is; add it [credential-shared]")
    );
    assert_eq!(
        verified(&ledger, "staging", b"short"),
        warn(
            "a.b: is too weak to be in the ledger, so nothing tells whose it is; make a credential of at least 12 bytes \
             [credential-shared]"
        )
    );
    assert_eq!(verified(&quick(Ledger::empty()), "staging", CANARY)[0].0, Level::Warn);
}

#[test]
fn findings_of_many_credentials_are_ordered_by_key() {
    let keys = ["z", "a", "m"].map(key);
    let found = ledger().verify("production", keys.iter().map(|key| (key, CANARY)), &project());
    assert_eq!(found.iter().filter_map(Finding::key).collect::<Vec<_>>(), ["a", "m", "z"]);
}

#[test]
fn with_another_project_key_nothing_is_judged_and_that_is_said() {
    let other: ProjectKey = "another project key, 32 letters or more".parse().unwrap();
    let found = ledger().verify("production", [(&key("a"), CANARY)], &other);
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["the ledger was made with another project key; give the key of the project it belongs to [credential-shared]"]
    );
    let error = ledger().add("staging", &key("a"), b"some other credential", &other).unwrap_err();
    assert!(error.to_string().contains("a: the ledger was made with another project key"), "{error}");
    let prints = [project(), other].map(|project| Printer::new(&project, Cost::QUICK).unwrap().print(CANARY).unwrap());
    assert!(prints[0] != prints[1]);
}

#[test]
fn what_is_weak_is_refused_and_never_recorded() {
    let mut ledger = quick(Ledger::empty());
    for weak in [&b""[..], b"hunter2", b"hunter2-CAN", b"ababababababababab", &[0; 400]] {
        let error = ledger.add("staging", &key("a"), weak, &project()).unwrap_err();
        assert!(error.to_string().contains("a: is weak, and would be guessed"), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
    assert!(ledger.entries.is_empty());
    ledger.add("staging", &key("a"), b"abcabcabcabc", &project()).unwrap();
    assert!(ledger.add("Staging", &key("a"), CANARY, &project()).is_err(), "no name of an environment");
}

#[test]
fn a_key_has_one_credential_in_use_and_a_rollback_brings_the_old_one_back() {
    let mut ledger = ledger();
    let used = |ledger: &Ledger| ledger.entries.iter().map(|entry| entry.retired).collect::<Vec<_>>();
    assert_eq!(used(&ledger), [false, true]);
    let rotated = text_of(&ledger);
    ledger.add("staging", &key("database.password"), CANARY, &project()).unwrap();
    assert_eq!(text_of(&ledger), rotated, "adding twice is adding once");
    ledger.add("staging", &key("database.password"), OTHER, &project()).unwrap();
    assert_eq!(verified(&ledger, "staging", OTHER), []);
    ledger.retire("staging", &key("database.password")).unwrap();
    assert_eq!(used(&ledger), [true, true]);
    let error = ledger.retire("staging", &key("database.password")).unwrap_err();
    assert!(error.to_string().contains("database.password: has no credential in use in the ledger"), "{error}");
    read(&text_of(&ledger)).unwrap();
}

#[test]
fn the_text_is_sorted_has_a_line_an_entry_and_tells_nothing_of_a_credential() {
    let mut ledger = ledger();
    let long = b"hunter2-CANARY, and a great deal longer than any of the others".as_slice();
    ledger.add("production", &key("z.\"a \\u007f\""), long, &project()).unwrap();
    let text = text_of(&ledger);
    let lines: Vec<_> = text.lines().filter(|line| line.starts_with("  {")).collect();
    let starts = [
        r#"  { environment = "production", key = "z.\"a \u007f\"", fingerprint = ""#,
        r#"  { environment = "staging", key = "database.password", fingerprint = ""#,
        r#"  { environment = "staging", key = "database.password", fingerprint = ""#,
    ];
    assert!(lines.len() == 3 && lines.iter().zip(starts).all(|(line, start)| line.starts_with(start)), "{text}");
    assert_eq!(lines[1].len() + ", retired = true".len(), lines[2].len(), "a length does not show");
    assert!(!text.contains("hunter") && !text.contains("CANARY"));
    assert_eq!(text_of(&read(&text).unwrap()), text);
}

#[test]
fn a_damaged_foreign_or_newer_file_is_refused_whole_with_its_lines() {
    let sound = text_of(&ledger());
    let line = sound.lines().nth(5).unwrap();
    let retired = sound.lines().nth(6).unwrap();
    let said_of = |from: &str, to: &str| said(&sound.replace(from, to)).concat();
    assert!(said_of("ledger/1", "ledger/2").starts_with("credentials.lock:3:10: was written by a newer milieu"));
    assert!(said_of("milieu.ledger/1", "hunter2").starts_with("credentials.lock:3:10: is no file of this kind"));
    assert!(said("hunter2 = 1").concat().contains("lacks the key format"));
    assert!(said_of("format", "formar").contains("lacks the key format"));
    assert!(said_of("project = ", "hunter2 = ").contains("4:1: is no key of this format: expected format, project, "));
    assert!(said_of("project = ", "hunter2 = ").contains("credentials.lock: lacks the key project"));
    assert!(said_of(", retired", ", hunter2").contains("7:"), "an unknown key of an entry");
    assert!(said_of("retired = true", "retired = 'hunter2'").contains("expected true or false, found text"));
    assert!(said_of("\"staging\"", "\"Hunter2\"").contains("6:19: expected the name of an environment"));
    assert!(said_of("database.password", "hunter2..").contains("expected a dotted key such as"));
    assert!(said_of("key = \"database.password\", ", "").starts_with("credentials.lock:6:3: lacks the key key"));
    let wrong = line.replace("fingerprint = \"", "fingerprint = \"0").replace("database.password", "a");
    assert!(said_of(line, &wrong).contains("expected a fingerprint, which is 16 hexadecimal digits"));
    assert!(said_of("credentials = [", "credentials = [7,").contains("5:16: expected a table, found a whole number"));
    assert!(said(&sound[..sound.len() - 2]).concat().contains("is not well-formed here"), "cut before its end");
    assert!(said(&sound.replace(line, &format!("<<<<<<< ours\n{line}"))).concat().contains("6:"), "a conflict");
    let reordered = sound.replace(retired, "").replace(line, &format!("{retired}\n{line}"));
    assert!(said(&reordered).concat().contains("7:3: stands out of order"), "{reordered}");
    assert!(said_of(line, &format!("{line}\n{line}")).contains("7:3: stands out of order"));
    assert!(said_of(", retired = true", "").contains("is a second credential in use") || retired < line);
    let both = line.replace(" }", ", retired = true }");
    assert!(said_of(retired, &both).contains("7:3: says that a credential is retired which is in use"));
    assert_eq!(said("format = 'milieu.ledger/1'"), ["credentials.lock: lacks the key credentials"]);
    assert!(
        said("format = 'milieu.ledger/1'\ncredentials = 'hunter2'").concat().contains("expected a list, found text")
    );
}

#[test]
fn a_merge_that_gives_one_credential_to_two_environments_is_caught_without_any_key() {
    let sound = text_of(&ledger());
    let line = sound.lines().nth(5).unwrap();
    let merged = sound.replace(line, &format!("{}\n{line}", line.replace("staging", "production")));
    let said = said(&merged).concat();
    assert_eq!(
        said,
        "credentials.lock:7:3: is the credential of another environment as well; give one of the two a credential of its own, \
         and take its line out [credential-shared]"
    );
}

#[test]
fn a_file_that_was_not_read_or_has_changed_is_not_overwritten() {
    let scratch = Scratch::new();
    let path = scratch.write("credentials.lock", "hunter2, a damaged ledger");
    assert!(Ledger::read(&path).is_err());
    for mut ledger in [ledger(), quick(Ledger::empty())] {
        let error = ledger.write(&path).unwrap_err();
        assert!(error.to_string().contains("is another file than the one that was read"), "{error}");
    }
    let other = scratch.path("other.lock");
    let mut first = ledger();
    first.write(&other).unwrap();
    let mut second = quick(Ledger::read(&other).unwrap());
    first.retire("staging", &key("database.password")).unwrap();
    first.write(&other).unwrap();
    second.add("production", &key("a"), b"a credential of its own", &project()).unwrap();
    assert!(second.write(&other).is_err(), "the other change would be lost");
    assert!(verified(&first, "production", CANARY)[0].1.contains("other.lock:6:3"), "places are those of the new file");
    assert!(Ledger::read(scratch.path("none.lock")).unwrap_err().to_string().contains("is not there"));
    assert_eq!(scratch.names(), ["credentials.lock", "other.lock"]);
}

#[test]
fn a_project_key_is_long_varied_one_line_and_never_shown() {
    let sound = "6ZqkC9Xw0bT4mJvR2sYh8LdNfE5uGa7P";
    let prints = ["", "\n", "\r\n"].map(|end| {
        let project: ProjectKey = format!("{sound}{end}").parse().unwrap();
        assert_eq!(format!("{project:?}"), "[REDACTED]");
        Printer::new(&project, Cost::QUICK).unwrap().print(CANARY).unwrap()
    });
    assert!(prints.iter().all(|print| *print == prints[0]));
    for wrong in ["", &sound[1..], &"hunter2".repeat(9), &format!(" {sound}"), &format!("{sound}\n\n"), "ab\0\n"] {
        let error = wrong.parse::<ProjectKey>().unwrap_err();
        let said = format!("{error} {error:?}");
        assert!(
            said.contains("expected a project key") && !said.contains("hunter") && !said.contains("6Zqk"),
            "{said}"
        );
    }
    assert!(ProjectKey::from_credential(b"\xff hunter2, and not in UTF-8 at all").is_err());
}

#[test]
fn the_real_cost_gives_the_fingerprints_that_are_in_files() {
    // as the reference implementation of Argon2 computes them, by argon2-cffi 25.1
    let mut printer = Printer::new(&project(), Cost::REAL).unwrap();
    assert_eq!(printer.print(CANARY).unwrap().to_string(), "0133f48a582436a2");
    assert_eq!(printer.project().unwrap().to_string(), "4e88312fc8ec19c3");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC*", at: prop::sample::Index, byte: u8) {
        let _ = read(&text);
        let mut bytes = text_of(&ledger()).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _ = read(&text);
        let _ = read(text.get(..at).unwrap_or_default());
    }

    #[test]
    fn what_is_written_is_read_again(
        credentials in prop::collection::vec(("[a-c]", "\\PC{1,6}", "[a-z]{12,20}"), 0..8),
    ) {
        let mut ledger = quick(Ledger::empty());
        for (environment, segment, credential) in &credentials {
            let mut text = String::new();
            let _ = crate::key::write_segment(&mut text, segment);
            let _ = ledger.add(environment, &key(&text), credential.as_bytes(), &project());
        }
        let text = text_of(&ledger);
        let again = read(&text);
        prop_assert!(again.is_ok(), "{:?}", again);
        prop_assert_eq!(text_of(&again.unwrap()), text);
    }
}
