//! Credentials: taken from the source as bytes, never through serde.

use crate::credential::{Credential, FromCredential, REDACTED};
use crate::resolve::place::Place;
use crate::resolve::shape::Shape;
use crate::schema::Kind;
use crate::stack::View;

impl<T: FromCredential> Shape for Credential<T> {
    const KIND: Kind = Kind::Credential;

    fn read(place: Place<'_>) -> Option<Self> {
        let (View::Text(text) | View::Raw(text)) = place.view() else { return place.mismatch() };
        match text {
            "" => place.mismatch(),
            REDACTED => place.unfit("the marker that stands in place of a credential"),
            text => match T::from_credential(text.as_bytes()) {
                Ok(secret) => Some(Self::new(secret)),
                Err(error) => {
                    place.say(format!("expected {}, found something else", error.expected()), None);
                    None
                }
            },
        }
    }
}
