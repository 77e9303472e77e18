//! DSSE envelopes (Dead Simple Signing Envelope, version 1) with one Ed25519 signature.

use std::path::Path;
use std::sync::Arc;

use base64ct::{Base64, Encoding as _};

use crate::finding::Finding;
use crate::sources::document::Document;
use crate::stack::{ROOT, View};

use super::{SigningKey, VerifyingKey};

/// The type of what is signed: an in-toto statement as JSON.
const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// The longest envelope, in bytes.
pub(super) const LONGEST: usize = 64 << 10;

/// What a signature is over: type and content, each after its length, so that neither passes for the other.
fn pae(payload: &[u8]) -> Vec<u8> {
    let mut out = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), payload.len()).into_bytes();
    out.extend_from_slice(payload);
    out
}

/// Signs a statement and writes the envelope.
pub(super) fn sign(payload: &str, key: &SigningKey) -> String {
    let (id, signature) = (key.verifying().id(), key.sign(&pae(payload.as_bytes())));
    format!(
        "{{\n  \"payloadType\": \"{PAYLOAD_TYPE}\",\n  \"payload\": \"{}\",\n  \"signatures\": [\n    {{ \"keyid\": \"{id}\", \
         \"sig\": \"{}\" }}\n  ]\n}}\n",
        Base64::encode_string(payload.as_bytes()),
        Base64::encode_string(&signature),
    )
}

/// An envelope that was read and not verified.
pub(super) struct Envelope {
    payload: Vec<u8>,
    key: Box<str>,
    signature: [u8; 64],
}

impl Envelope {
    /// Reads an envelope. It is stricter than DSSE: other keys are refused, and so is a second signature.
    pub(super) fn read(path: &Arc<Path>, bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        if bytes.len() > LONGEST {
            return Err(vec![Finding::new("is larger than 64 KiB, the most that a signed envelope may have")]);
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(vec![Finding::new("holds bytes that are not UTF-8")]);
        };
        let document = Document::read_json(Arc::clone(path), text)?;
        let mut findings = Vec::new();
        document.refuse_others(ROOT, &["payloadType", "payload", "signatures"], &mut findings);
        let mut note = |finding| findings.push(finding);
        let payload_type = document.text(ROOT, "payloadType").map_err(&mut note);
        if let Ok(said) = payload_type {
            if said.text != PAYLOAD_TYPE {
                let finding = Finding::new(format!("is an envelope of another kind: expected {PAYLOAD_TYPE}"));
                note(finding.with_origin(document.origin(said.entry)));
            }
        }
        let payload = payload(&document).map_err(&mut note);
        let signed = signature(&document).map_err(&mut note);
        match (payload, signed) {
            (Ok(payload), Ok((key, signature, others))) if findings.is_empty() && others.is_empty() => {
                Ok(Self { payload, key, signature })
            }
            (_, Ok((.., mut others))) => {
                findings.append(&mut others);
                Err(findings)
            }
            _ => Err(findings),
        }
    }

    /// What is signed, if this key's other half has signed it.
    ///
    /// The key is the caller's to know. What the envelope says of it is held against it, since nothing else would notice that
    /// somebody changed it, and is never a reason to accept.
    pub(super) fn verified(self, key: &VerifyingKey) -> Result<String, Finding> {
        let is_signed = key.verifies(&pae(&self.payload), &self.signature);
        if is_signed && *self.key == *key.id() {
            if let Ok(text) = String::from_utf8(self.payload) {
                return Ok(text);
            }
            return Err(Finding::new("is signed, and holds bytes that are not UTF-8"));
        }
        Err(match *self.key == *key.id() {
            true => Finding::new("was changed after it was signed, or is damaged")
                .with_remedy("take it again from who signed it"),
            false => Finding::new("is not signed with the key that is trusted here")
                .with_remedy("sign it with the other half of that key, or trust the key that has signed it"),
        })
    }
}

fn payload(document: &Document) -> Result<Vec<u8>, Finding> {
    let said = document.text(ROOT, "payload")?;
    Base64::decode_vec(said.text).map_err(|_| {
        Finding::new("expected a payload in Base64, found another text").with_origin(document.origin(said.entry))
    })
}

/// The one signature: the key's name, the signature, and what else is wrong beside them.
type Signed = (Box<str>, [u8; 64], Vec<Finding>);

fn signature(document: &Document) -> Result<Signed, Finding> {
    let Some(entry) = document.find(ROOT, "signatures") else {
        return Err(Finding::new("lacks the key signatures").with_origin(document.whole()));
    };
    let at = |finding: Finding, entry| finding.with_origin(document.origin(entry));
    let View::List(list) = document.view(entry) else {
        return Err(at(Finding::new("expected a list of one signature, found something else"), entry));
    };
    let mut items = document.children(list);
    let (Some(item), None) = (items.next(), items.next()) else {
        return Err(at(Finding::new("expected one signature, found none or several"), entry));
    };
    let View::Table(table) = document.view(item) else {
        return Err(at(Finding::new("expected a signature with keyid and sig, found something else"), item));
    };
    let mut others = Vec::new();
    document.refuse_others(table, &["keyid", "sig"], &mut others);
    let key = document.text(table, "keyid")?;
    let said = document.text(table, "sig")?;
    let mut signature = [0; 64];
    let found = Base64::decode(said.text, &mut signature).map_or(0, <[u8]>::len);
    if found != signature.len() {
        return Err(at(Finding::new("expected a signature, which is 64 bytes in Base64"), said.entry));
    }
    Ok((key.text.into(), signature, others))
}
