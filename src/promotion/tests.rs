//! Laws of what is signed: it opens as it was, nothing that was changed opens, and nothing is believed that is not understood.

use std::path::Path;
use std::time::{Duration, SystemTime};

use base64ct::{Base64, Encoding as _};
use proptest::prelude::*;

use super::envelope::{self, Envelope};
use super::*;
use crate::environment::Environment;
use crate::finding::Finding;
use crate::fingerprint::Fingerprint;
use crate::levels::Phase;
use crate::schema::SchemaHash;
use crate::sources::scratch::Scratch;

const NOW: Duration = Duration::from_secs(1_796_000_000);

fn key() -> KeyPair {
    KeyPair::generate().unwrap()
}

fn receipt() -> Receipt {
    let shared = Fingerprint::from_bytes([7; 16]);
    let schema = Some(SchemaHash::from_bytes([8; 16]));
    let accepted = Acceptance::of(
        (Environment::STAGING, Phase::Start),
        schema,
        shared,
        (&[], &[("unknown-key", crate::finding::Level::Deny, 0)]),
    )
    .unwrap();
    Receipt::new("shop", ArtifactHash::from_bytes([9; 32]), accepted, SystemTime::UNIX_EPOCH + NOW).unwrap()
}

/// What is signed in an envelope.
fn payload(text: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    String::from_utf8(Base64::decode_vec(value["payload"].as_str().unwrap()).unwrap()).unwrap()
}

fn opened(text: &[u8], key: &KeyPair) -> Result<Receipt, Vec<Finding>> {
    Receipt::verified(Path::new("receipt.json"), text, &key.verifying())
}

fn words(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_signed_opens_as_it_was_and_has_one_text() {
    let pair = key();
    let text = receipt().sign(pair.signing().expose());
    assert_eq!(opened(text.as_bytes(), &pair).unwrap(), receipt());
    assert_eq!(receipt().sign(pair.signing().expose()), text);
    // whatever map of serde_json is built, keys are in order
    let said = payload(&text);
    assert!(
        said.starts_with(r#"{"_type":"https://in-toto.io/Statement/v1","predicate":{"checks":[{"allowed":0,"check":"#),
        "{said}"
    );
    assert!(
        said.ends_with(&format!(
            r#""environment":"staging","phase":"start","schema":"{}","shared":"{}","tier":"staging","time":"2026-11-30T00:53:20Z"}},"predicateType":"milieu:receipt/1","subject":[{{"digest":{{"sha256":"{}"}},"name":"shop"}}]}}"#,
            "08".repeat(16),
            "07".repeat(16),
            "09".repeat(32),
        )),
        "{said}"
    );
}

#[test]
fn no_bit_of_an_envelope_can_be_changed() {
    let pair = key();
    let text = envelope::sign("{\"a\":1}", pair.signing().expose());
    let open = |bytes: &[u8]| {
        let read = Envelope::read(&Path::new("a").into(), bytes).map_err(|findings| words(&findings));
        read.and_then(|envelope| envelope.verified(&pair.verifying()).map_err(|finding| finding.to_string()))
    };
    assert_eq!(open(text.as_bytes()).as_deref(), Ok("{\"a\":1}"));
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut changed = text.clone().into_bytes();
            changed[at] ^= 1 << bit;
            assert!(open(&changed).is_err(), "bit {bit} of byte {at}: {}", String::from_utf8_lossy(&changed));
        }
    }
    for cut in 0..text.len() - 1 {
        assert!(open(&text.as_bytes()[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn an_envelope_of_another_form_is_refused_with_what_is_wrong() {
    let pair = key();
    let text = receipt().sign(pair.signing().expose());
    let signature = text.lines().find(|line| line.contains("keyid")).unwrap().to_owned();
    let other = receipt().sign(key().signing().expose());
    for (changed, expected) in [
        (String::new(), "expected"),
        ("[]".to_owned(), "expected"),
        ("hunter2-CANARY".to_owned(), "expected"),
        ("{}".to_owned(), "lacks the key payload"),
        (text.replace("vnd.in-toto", "vnd.CANARY"), "is an envelope of another kind"),
        (text.replace("\"payload\"", "\"hunter2-CANARY\""), "is no key of this format"),
        (text.replacen("  \"payload\":", "  \"payload\": \"e30=\",\n  \"payload\":", 1), "sets a key"),
        (
            text.replace(&signature, &format!("{signature},\n{signature}")),
            "expected one signature, found none or several",
        ),
        (text.replace(&signature, ""), "expected one signature, found none or several"),
        (text.replace("{ \"keyid\"", "{ \"hunter2\": 1, \"keyid\""), "is no key of this format: expected keyid, sig"),
        (text.replace("\"sig\": \"", "\"sig\": \"AAAA"), "expected a signature, which is 64 bytes in Base64"),
        (text.replace("\"payload\": \"", "\"payload\": \"*"), "expected a payload in Base64"),
        (text.replace("\"payload\": \"", "\"payload\": \"AAAA"), "was changed after it was signed, or is damaged"),
        (other, "is not signed with the key that is trusted here"),
        (" ".repeat(70_000), "is larger than 64 KiB"),
    ] {
        let said = words(&opened(changed.as_bytes(), &pair).unwrap_err());
        assert!(said.contains(expected) && !said.contains("hunter2") && !said.contains("CANARY"), "{said}");
    }
}

#[test]
fn what_is_signed_and_not_understood_is_refused_with_what_is_wrong() {
    let pair = key();
    let sound = payload(&receipt().sign(pair.signing().expose()));
    for (from, to, expected) in [
        ("milieu:receipt/1", "milieu:receipt/2", "was written by a newer milieu: this one reads milieu:receipt/1"),
        ("milieu:receipt/1", "milieu:approval/1", "is an approval, and a receipt was expected"),
        ("milieu:receipt/1", "https://CANARY/v1", "is not a receipt: expected milieu:receipt/1"),
        ("Statement/v1", "Statement/v0.1", "is no statement that is known here"),
        ("\"tier\":\"staging\"", "\"tier\":\"CANARY\"", "expected development, staging or production as tier"),
        ("\"phase\":\"start\",", "", "lacks the key phase"),
        ("\"phase\":\"start\",", "\"phase\":\"start\",\"CANARY\":1,", "is no key of this format"),
        ("\"phase\":\"start\",", "\"phase\":\"start\",\"phase\":\"ci\",", "sets a key"),
        ("2026-11-30T00:53:20Z", "2026-11-30T00:53:20.5Z", "expected a time such as 2027-01-31T12:00:00Z as time"),
        ("\"schema\":\"0808", "\"schema\":\"08", "expected 32 hexadecimal digits in small letters as schema"),
        ("\"level\":\"deny\"", "\"level\":\"CANARY\"", "expected a check with its level"),
        ("\"findings\":0", "\"findings\":-1", "expected a check with its level"),
        ("\"allowed\":0", "\"allowed\":-1", "expected a check with its level"),
        ("\"checks\":[", "\"checks\":[1,", "expected a table as checks, found a whole number"),
        ("\"sha256\":\"09", "\"sha256\":\"9", "expected 64 hexadecimal digits"),
        ("\"subject\":[", "\"subject\":[{},", "expected one subject with a name and a digest sha256"),
        (
            "\"name\":\"shop\"",
            "\"name\":\"shop\",\"uri\":\"CANARY\"",
            "is no key of this format: expected digest, name",
        ),
        ("\"name\":\"shop\"", "\"name\":1", "expected text, found a whole number"),
    ] {
        assert!(sound.contains(from), "{from}");
        let text = envelope::sign(&sound.replacen(from, to, 1), pair.signing().expose());
        let findings = opened(text.as_bytes(), &pair).unwrap_err();
        let said = words(&findings);
        assert!(said.contains(expected) && !said.contains("CANARY"), "{said}");
        // a place in the payload is none in the file
        assert!(findings.iter().all(|finding| finding.origin().unwrap().to_string() == "receipt.json"), "{said}");
    }
}

#[test]
fn what_was_signed_for_no_staging_is_of_no_staging() {
    let (pair, scratch) = (key(), Scratch::new());
    let sound = payload(&receipt().sign(pair.signing().expose()));
    for (from, to) in [
        ("\"tier\":\"staging\"", "\"tier\":\"production\""),
        ("\"environment\":\"staging\"", "\"environment\":\"production\""),
        ("\"environment\":\"staging\"", "\"environment\":\"nowhere\""),
    ] {
        let text = envelope::sign(&sound.replacen(from, to, 1), pair.signing().expose());
        let path = scratch.write("receipt.json", &text);
        let start = Start {
            application: "shop",
            environment: Environment::PRODUCTION,
            schema: Some(receipt().schema()),
            shared: receipt().shared(),
            artifact: Some(receipt().artifact()),
            now: receipt().time(),
        };
        let trusted = Trusted { path: &path, key: &pair.verifying() };
        let files = crate::sources::files::Files::Disk;
        let judged = judge_receipt(&files, trusted, None, &start, &|name| name == "staging");
        let findings = judged.unwrap_err();
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message().starts_with("was not issued by staging"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_that_is_signed_opens_as_it_was(said in ".{0,200}") {
        let pair = key();
        let text = envelope::sign(&said, pair.signing().expose());
        let envelope = Envelope::read(&Path::new("a").into(), text.as_bytes()).unwrap();
        prop_assert_eq!(envelope.verified(&pair.verifying()).unwrap(), said);
    }

    #[test]
    fn a_receipt_with_any_bit_changed_does_not_open(at in 0..2_000_usize, bit in 0..8_u8) {
        let pair = key();
        let mut text = receipt().sign(pair.signing().expose()).into_bytes();
        let at = at % text.len();
        text[at] ^= 1 << bit;
        prop_assert!(opened(&text, &pair).is_err());
    }

    #[test]
    fn arbitrary_bytes_are_refused_and_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(opened(&bytes, &key()).is_err());
    }

    #[test]
    fn an_arbitrary_change_of_what_is_signed_never_panics(
        at in any::<prop::sample::Index>(),
        length in 0..40_usize,
        new in r#"[\[\]{}":,0-9a-z\\ -]{0,12}"#,
    ) {
        let pair = key();
        let mut said = payload(&receipt().sign(pair.signing().expose()));
        let at = at.index(said.len());
        said.replace_range(at..(at + length).min(said.len()), &new);
        let text = envelope::sign(&said, pair.signing().expose());
        let _ = opened(text.as_bytes(), &pair);
        let _ = Approval::verified(Path::new("approval.json"), text.as_bytes(), &pair.verifying());
    }
}
