//! What sealed files promise: what opens, what does not, and what is said about it.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;

const CANARY: &[u8] = b"hunter2-CANARY-4242";

/// Made for this test, and pinned by it: what version 1 sealed opens for ever.
const OLD_PRIVATE: &str = "milieu-seal-private-1:bMwM2+OqoBeRMutWMlCBoTVJtJZJzystlWze/Pyz3DA=";
const OLD_TEXT: &str = "NE2fwCX1nvGpKO2knE9MlUzI80gduQ5OYzMS2Td0ExxLGdgnnfUo18ai/M7w8UqZkPpctllwC8xU\
                        URWM8AJjCKRLkzJcvrLBj0Y9sYPzv0OmyRujoCdshBexN1uLYxCrGTJqU59Y0VMLjxVh7jFe6A==";

fn path() -> Arc<Path> {
    Path::new("config/production.sealed.toml").into()
}

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn read(text: &str) -> Result<Sealed, Vec<Finding>> {
    Sealed::read(path(), text, "production")
}

fn put(text: &str, at: &str, value: &[u8]) -> String {
    with(&path(), text, "production", &key(at), value).unwrap()
}

/// A file of production with one credential, and the pair it is for.
fn one() -> (KeyPair, String) {
    let pair = KeyPair::generate().unwrap();
    let text = put(&empty("production", &pair.public()), "database.password", CANARY);
    (pair, text)
}

fn sealed_text(text: &str, at: &str) -> String {
    read(text).unwrap().find(at).unwrap().text.to_string()
}

fn said(text: &str) -> Vec<String> {
    let findings = read(text).map(|_| ()).expect_err(text);
    let said: Vec<_> = findings.iter().map(|finding| format!("{finding} {finding:?}")).collect();
    assert!(!said.concat().contains("hunter2"), "{said:?}");
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_sealed_opens_with_the_private_key_and_tells_its_place() {
    let (pair, text) = one();
    let sealed = read(&text).unwrap();
    let places: Vec<_> = sealed.entries().map(|(key, origin)| format!("{key} {origin}")).collect();
    assert_eq!(places, ["database.password config/production.sealed.toml:8:23"]);
    assert_eq!(&**sealed.open(pair.private().expose(), "database.password").unwrap(), CANARY);
    assert!(!text.contains("hunter2") && !format!("{sealed:?} {pair:?}").contains("hunter2"));
}

#[test]
fn what_an_earlier_release_sealed_still_opens() {
    let text = format!("environment = 'production'\n[sealed]\n'a.\"b c\"' = '{OLD_TEXT}'\n");
    let private: PrivateKey = OLD_PRIVATE.parse().unwrap();
    let text = format!("format = 'milieu.sealed/1'\nrecipient = '{}'\n{text}", private.public());
    assert_eq!(&**read(&text).unwrap().open(&private, "a.\"b c\"").unwrap(), CANARY);
}

#[test]
fn what_was_copied_moved_or_sealed_for_another_pair_does_not_open() {
    let (pair, text) = one();
    let refusal = |text: &str, environment: &str, at: &str, with: &KeyPair| {
        let sealed = Sealed::read(path(), text, environment).unwrap();
        sealed.open(with.private().expose(), at).unwrap_err().to_string()
    };
    let copied = text.replace("environment = \"production\"", "environment = \"staging\"");
    let moved = text.replace("\"database.password\"", "\"admin.password\"");
    let other = KeyPair::generate().unwrap();
    let words = "cannot be opened with the key of this environment: it was sealed for another environment, another key or with \
                 another key pair, or it is damaged";
    for (said, at) in [
        (refusal(&copied, "staging", "database.password", &pair), "database.password"),
        (refusal(&moved, "production", "admin.password", &pair), "admin.password"),
        (refusal(&text, "production", "database.password", &other), "database.password"),
    ] {
        assert!(said.starts_with(&format!("{at}: {words} (config/production.sealed.toml:8:")), "{said}");
        assert!(said.ends_with("; seal the credential anew for this environment"), "{said}");
    }
    let absent = read(&text).unwrap().open(pair.private().expose(), "no.such").unwrap_err();
    assert_eq!(absent.to_string(), "no.such: is not in the sealed file of this environment");
}

#[test]
fn a_boundary_between_environment_and_key_cannot_be_moved() {
    let pair = KeyPair::generate().unwrap();
    let bytes = cipher::seal(&pair.public(), "ab", "c", CANARY).unwrap();
    assert!(cipher::open(pair.private().expose(), "ab", "c", &bytes).is_ok());
    assert!(cipher::open(pair.private().expose(), "a", "bc", &bytes).is_err());
}

#[test]
fn a_length_shows_only_to_the_next_64_bytes() {
    let public = KeyPair::generate().unwrap().public();
    let length = |value: &[u8]| cipher::seal(&public, "production", "a", value).unwrap().len();
    assert_eq!((length(b"x"), length(&[b'x'; 63]), length(&[b'x'; 64])), (112, 112, 176));
    for value in [&b""[..], b"\0\0", &[0x80; 64], b"x\x80\0"] {
        let pair = KeyPair::generate().unwrap();
        let bytes = cipher::seal(&pair.public(), "test", "a", value).unwrap();
        assert_eq!(&**cipher::open(pair.private().expose(), "test", "a", &bytes).unwrap(), value);
    }
}

#[test]
fn a_file_of_another_environment_version_or_format_is_refused() {
    let (_, text) = one();
    let other = text.replace("\"production\"", "\"staging\"");
    assert_eq!(
        said(&other),
        [
            "environment: belongs to another environment: expected production (config/production.sealed.toml:4:15); seal \
          credentials of this environment in a file of its own; what is copied does not open"
        ]
    );
    assert_eq!(
        said(&text.replace("sealed/1", "sealed/2")),
        [
            "config/production.sealed.toml:3:10: was written by a newer milieu: this one reads milieu.sealed/1; update the \
          program that reads it"
        ]
    );
    assert_eq!(
        said(&text.replace("milieu.sealed/1", "hunter2")),
        ["config/production.sealed.toml:3:10: is no file of this kind: expected milieu.sealed/1"]
    );
    assert_eq!(
        said("password = 'hunter2-CANARY'"),
        ["config/production.sealed.toml: lacks the key format; is this the right file?"]
    );
}

#[test]
fn everything_wrong_with_a_file_is_told_at_once_and_names_no_undeclared_key() {
    let text = "format = 'milieu.sealed/1'\nrecipient = 'hunter2'\nhunter2 = 1\n[sealed]\na = 'hunter2-CANARY'\n\
                b.hunter2 = 'aGk='\n'c..d' = 'aGk='\ne = 'aGk='\nf = 7\n";
    assert_eq!(
        said(text),
        [
            "config/production.sealed.toml:3:1: is no key of this format: expected format, environment, recipient, sealed; \
             remove it",
            "config/production.sealed.toml: lacks the key environment",
            "recipient: expected a public key, which is milieu-seal-public-1: and 32 bytes in Base64 \
             (config/production.sealed.toml:2:13)",
            "config/production.sealed.toml:5:5: expected a sealed credential, found text that is not Base64; take it out of \
             the file; if it is the credential itself, replace it, then seal the new one",
            "config/production.sealed.toml:6:1: expected text, found a table; write the whole key in quotes, and what sealing \
             gave as its text",
            "config/production.sealed.toml:7:1: expected a dotted key in quotes, such as \"database.password\"",
            "config/production.sealed.toml:8:5: expected a sealed credential, found a text of a length that none has: it was \
             cut; seal the credential anew",
            "config/production.sealed.toml:9:5: expected text, found a whole number; write the whole key in quotes, and what \
             sealing gave as its text",
        ]
    );
    assert!(
        said("format = 'milieu.sealed/1'\nsealed = 'hunter2'")
            .concat()
            .contains("sealed: expected a table, found text")
    );
}

#[test]
fn a_private_key_in_the_place_of_the_public_one_is_told_and_not_shown() {
    let (pair, text) = one();
    let private = pair.private().expose().text();
    let wrong = text.replace(&pair.public().to_string(), private.expose());
    let said = said(&wrong).concat();
    assert!(said.contains("recipient: expected a public key, found a private one"), "{said}");
    assert!(!said.contains(&private.expose()[key::PRIVATE.len()..]), "{said}");
}

#[test]
fn a_key_is_there_once_in_whatever_spelling() {
    let (_, text) = one();
    let line = text.lines().last().unwrap();
    let toml = said(&format!("{text}{line}\n")).concat();
    assert!(
        toml.contains("9:1: sets a key that this source has set before") && toml.contains("[duplicate-key]"),
        "{toml}"
    );
    let spelt = line.replace("\"database.password\"", "'\"database\".password'");
    let ours = said(&format!("{text}{spelt}\n")).concat();
    assert!(ours.contains("9:25: sets a key that this source has set before"), "{ours}");
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let (pair, text) = one();
    let mut lines: Vec<_> = put(&text, "a", b"first").lines().map(ToOwned::to_owned).collect();
    lines[2..5].reverse();
    lines[7..].reverse();
    let sealed = read(&lines.join("\n")).unwrap();
    assert_eq!(&**sealed.open(pair.private().expose(), "a").unwrap(), b"first");
    assert_eq!(&**sealed.open(pair.private().expose(), "database.password").unwrap(), CANARY);
}

#[test]
fn a_change_touches_its_own_line_only() {
    let (pair, text) = one();
    let text = text.replace("\n[sealed]\n", "\n[sealed] # ours\n# of the database\n").replace('\n', "\r\n");
    let both = put(&put(&text, "z.\"a b\"", b"last"), "admin.token", b"middle");
    let keys: Vec<_> = read(&both).unwrap().entries().map(|(key, _)| key.to_owned()).collect();
    assert_eq!(keys, ["admin.token", "database.password", "z.\"a b\""]);
    let others: Vec<_> = both.lines().filter(|line| !line.contains("token") && !line.contains("a b")).collect();
    assert_eq!(others, text.lines().collect::<Vec<_>>());
    assert_eq!(both.matches("\r\n").count(), both.matches('\n').count());

    let replaced = put(&both, "admin.token", b"other");
    assert_eq!(&**read(&replaced).unwrap().open(pair.private().expose(), "admin.token").unwrap(), b"other");
    let old = sealed_text(&both, "admin.token");
    assert_eq!(replaced.replace(&sealed_text(&replaced, "admin.token"), &old), both);

    let gone = without(&path(), &both, "production", &key("admin.token")).unwrap();
    assert_eq!(without(&path(), &gone, "production", &key("z.\"a b\"")).unwrap(), text);
}

#[test]
fn a_file_without_a_last_line_end_or_without_a_table_can_be_added_to() {
    let (pair, text) = one();
    let cut = put(text.trim_end(), "z", b"last");
    assert_eq!(cut.lines().count(), text.lines().count() + 1);
    let bare = empty("production", &pair.public()).replace("\n[sealed]\n", "");
    assert_eq!(read(&put(&bare, "a", b"first")).unwrap().entries().len(), 1);
}

#[test]
fn a_file_that_cannot_be_changed_by_lines_is_left_alone() {
    let (pair, text) = one();
    let sealed = sealed_text(&text, "database.password");
    let head = empty("production", &pair.public()).replace("[sealed]\n", "");
    for tail in [
        format!("sealed = {{ 'database.password' = '{sealed}' }}\n"),
        format!("[sealed]\n'database.password' = '''\n{sealed}'''\n"),
    ] {
        let text = format!("{head}{tail}");
        assert!(read(&text).is_ok(), "{tail}");
        let refusals = [
            with(&path(), &text, "production", &key("zz"), CANARY).err(),
            without(&path(), &text, "production", &key("database.password")).err(),
        ];
        let refused: Vec<_> = refusals.into_iter().flatten().map(|findings| findings[0].to_string()).collect();
        assert!(!refused.is_empty(), "{tail}");
        assert!(refused.iter().all(|said| said.contains("cannot be changed here")), "{refused:?}");
    }
}

#[test]
fn what_cannot_be_sealed_is_refused_without_a_word_of_it() {
    let (_, text) = one();
    let refusal = |value: &[u8]| with(&path(), &text, "production", &key("a"), value).unwrap_err()[0].to_string();
    assert_eq!(refusal(b""), "a: expected a credential, found nothing");
    assert_eq!(refusal(&[b'x'; 65537]), "a: expected a credential of at most 64 KiB, found a longer one");
    let zero = format!("milieu-seal-public-1:{}", Base64::encode_string(&[0; 32]));
    let text = empty("production", &zero.parse().unwrap());
    let refused = with(&path(), &text, "production", &key("a"), CANARY).unwrap_err()[0].to_string();
    assert_eq!(
        refused,
        "a: the file's recipient is no public key that anything can be sealed for (config/production.sealed.toml)"
    );
    let absent = without(&path(), &text, "production", &key("a")).unwrap_err()[0].to_string();
    assert_eq!(absent, "a: is not in this sealed file (config/production.sealed.toml)");
}

#[test]
fn keys_are_read_from_their_text_and_never_quoted() {
    let pair = KeyPair::generate().unwrap();
    let private = pair.private().expose().text();
    let long = format!("{}AAAA", private.expose());
    let short = &private.expose()[..private.expose().len() - 4];
    for wrong in ["hunter2-CANARY", "milieu-seal-private-1:hunter2", &long, short, &format!("{}\n", private.expose())] {
        let error = wrong.parse::<PrivateKey>().unwrap_err();
        let said = format!("{error} {error:?} {}", wrong.parse::<PublicKey>().unwrap_err());
        assert!(!said.contains("hunter2") && !said.contains(&private.expose()[30..]), "{said}");
    }
    assert_eq!(format!("{:?} {:?}", pair.private(), pair.private().expose()), "[REDACTED] [REDACTED]");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn open_after_seal_is_the_identity(value: Vec<u8>, environment in "[a-z][a-z0-9-]{0,8}", at in "\\PC{1,12}") {
        let pair = KeyPair::generate().unwrap();
        let bytes = cipher::seal(&pair.public(), &environment, &at, &value).unwrap();
        prop_assert!(cipher::has_length(bytes.len()));
        prop_assert_eq!(&**cipher::open(pair.private().expose(), &environment, &at, &bytes).unwrap(), &value);
    }

    #[test]
    fn any_flipped_bit_other_key_or_other_environment_fails(value: Vec<u8>, bit: prop::sample::Index, at in "[a-z.]{1,9}") {
        let pair = KeyPair::generate().unwrap();
        let private = pair.private();
        let mut bytes = cipher::seal(&pair.public(), "staging", &at, &value).unwrap();
        prop_assert!(cipher::open(private.expose(), "production", &at, &bytes).is_err());
        let moved = cipher::open(private.expose(), "staging", &[&at, "x"].concat(), &bytes);
        prop_assert!(moved.is_err());
        // the highest bit of an X25519 coordinate is ignored (RFC 7748, section 5), yet HPKE binds all its bytes
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(cipher::open(private.expose(), "staging", &at, &bytes).is_err());
        let cut = bit / 8;
        prop_assert!(cipher::open(private.expose(), "staging", &at, &bytes[..cut]).is_err());
    }

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC*", at: prop::sample::Index, byte: u8) {
        let _ = read(&text);
        let (_, whole) = one();
        let mut bytes = whole.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _ = read(&text);
        let _ = read(text.get(..at).unwrap_or_default());
        let _ = with(&path(), &text, "production", &key("a.b"), b"x");
        let _ = without(&path(), &text, "production", &key("database.password"));
    }
}
