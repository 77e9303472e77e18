//! Credentials: taken from the source as bytes, never through serde.

use std::ops::Range;

use crate::credential::{Credential, FromCredential, NotThisCredential};
use crate::dsn::Dsn;
use crate::recognise::split;
use crate::resolve::credential::{Reading, sound};
use crate::resolve::place::Place;
use crate::resolve::shape::Shape;
use crate::schema::Kind;

impl<T: FromCredential> Shape for Credential<T> {
    const KIND: Kind = Kind::Credential;

    #[inline]
    fn read(place: Place<'_>) -> Option<Self> {
        let bytes = sound(place, if T::IS_TEXT { &Reading::TEXT } else { &Reading::BYTES })?;
        parsed(place, T::from_credential(bytes)).map(Self::new)
    }
}

impl Shape for Dsn {
    const KIND: Kind = Kind::Credential;

    #[inline]
    fn read(place: Place<'_>) -> Option<Self> {
        let bytes = sound(place, &Reading { any_bytes: false, secret_part: password })?;
        match std::str::from_utf8(bytes).map_err(|_| "expected text in UTF-8").and_then(Self::read) {
            Ok(dsn) => Some(dsn),
            Err(words) => {
                place.say(words.to_owned(), None);
                None
            }
        }
    }
}

/// Of an address the password; of what is none, everything: it may be a template, and is refused otherwise.
fn password(text: &str) -> Option<Range<usize>> {
    match split(text) {
        Ok(parts) => parts.password.filter(|password| !password.is_empty()),
        Err(_) => Some(0..text.len()),
    }
}

impl Place<'_> {
    /// The same place, once what stands there is judged as a credential; `None` if that forbids to read it.
    #[must_use]
    pub fn as_credential(self) -> Option<Self> {
        sound(self, &Reading::TEXT).map(|_| self)
    }

    /// Reads a foreign type that is declared to hold a credential.
    pub fn foreign_credential<T: From<String>>(self) -> Option<T> {
        let bytes = sound(self, &Reading::TEXT)?;
        parsed(self, String::from_credential(bytes)).map(T::from)
    }
}

/// The words are the type's own and fixed, so they hold nothing of the value.
fn parsed<T>(place: Place<'_>, read: Result<T, NotThisCredential>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(error) => {
            place.say(format!("expected {}, found something else", error.expected()), None);
            None
        }
    }
}
