//! Texts, and the types of std that read themselves from one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::resolve::place::Place;
use crate::resolve::shape::Shape;
use crate::schema::Kind;
use crate::stack::View;

/// The text that stands there; a source without types gives text as well.
fn text(place: Place<'_>) -> Option<&str> {
    match place.view() {
        View::Text(text) | View::Raw(text) => Some(text),
        _ => None,
    }
}

macro_rules! text_like {
    ($($ty:ty),*) => {$(
        impl Shape for $ty {
            const KIND: Kind = Kind::Text("text");

            #[inline]
            fn read(place: Place<'_>) -> Option<Self> {
                match text(place) {
                    Some(text) => Some(text.into()),
                    None => place.mismatch(),
                }
            }
        }
    )*};
}

text_like!(String, Box<str>, Arc<str>);

impl Shape for PathBuf {
    const KIND: Kind = Kind::Text("a path");

    #[inline]
    fn read(place: Place<'_>) -> Option<Self> {
        match text(place) {
            Some("") | None => place.mismatch(),
            Some(text) => Some(place.resolve_path(text.into())),
        }
    }
}

impl Shape for char {
    const KIND: Kind = Kind::Text("one character");

    #[inline]
    fn read(place: Place<'_>) -> Option<Self> {
        let Some(text) = text(place) else { return place.mismatch() };
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) => Some(only),
            (None, _) => place.mismatch(),
            _ => place.unfit("several"),
        }
    }
}

macro_rules! parsed {
    ($($ty:ty: $words:literal;)*) => {$(
        impl Shape for $ty {
            const KIND: Kind = Kind::Text($words);

            #[inline]
            fn read(place: Place<'_>) -> Option<Self> {
                match text(place) {
                    Some("") | None => place.mismatch(),
                    Some(text) => text.parse().ok().or_else(|| place.unfit("another text")),
                }
            }
        }
    )*};
}

parsed! {
    SocketAddr: "an address and port such as 127.0.0.1:8080";
    SocketAddrV4: "an address and port such as 127.0.0.1:8080";
    SocketAddrV6: "an address and port such as [::1]:8080";
    IpAddr: "an IP address such as 127.0.0.1";
    Ipv4Addr: "an IP address such as 127.0.0.1";
    Ipv6Addr: "an IP address such as ::1";
}

impl Shape for Duration {
    const KIND: Kind = Kind::Text("a duration such as \"30s\" or \"1h 30m\"");

    #[inline]
    fn read(place: Place<'_>) -> Option<Self> {
        match text(place) {
            Some("") | None => place.mismatch(),
            // the parser's error quotes the text, so it is dropped
            Some(text) => humantime::parse_duration(text).ok().or_else(|| place.unfit("another text")),
        }
    }
}
