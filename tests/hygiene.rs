//! The derive under `#![no_implicit_prelude]`, with names of the prelude taken by others, and through a re-export.

#![no_implicit_prelude]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

/// Names that a user may have taken.
#[expect(dead_code, reason = "they only have to be there")]
mod shadows {
    pub(crate) struct Option;
    pub(crate) struct Result;
    pub(crate) struct String;
    pub(crate) struct Vec;
    pub(crate) struct Some;
    pub(crate) struct None;
    pub(crate) trait Default {}
    pub(crate) mod core {}
    pub(crate) mod std {}
}

#[expect(unused_imports, reason = "they only have to be in the way")]
use shadows::{Default, None, Option, Result, Some, String, Vec};

#[deny(warnings)]
mod without_fields {
    #[derive(::milieu::Config)]
    pub(crate) struct Nothing {}

    #[derive(::milieu::Config)]
    pub(crate) struct OnlySkipped {
        #[config(skip)]
        pub(crate) skipped: u8,
    }
}

/// A trait for every type, with an item of a name that the derive might use.
#[expect(dead_code, reason = "it only has to be there")]
trait Everywhere {
    const KIND: u8 = 0;

    fn read(&self) {}
}

impl<T> Everywhere for T {}

#[derive(::milieu::Config)]
struct Settings {
    #[config(default = 8080, range = 1..)]
    port: u16,
    name: ::std::option::Option<::std::string::String>,
    nested: Nested,
    #[config(skip)]
    skipped: u8,
    mode: Mode,
}

#[derive(::milieu::Config)]
struct Nested {
    #[config(default = [])]
    list: ::std::vec::Vec<u8>,
}

#[derive(::milieu::Config, ::std::fmt::Debug, ::std::cmp::PartialEq)]
enum Mode {
    Fast,
    Safe,
}

/// A framework that re-exports the crate under another name.
mod framework {
    pub(crate) use ::milieu as configuration;
}

#[derive(framework::configuration::Config)]
#[config(crate = framework::configuration)]
struct Renamed {
    #[config(default = 1)]
    value: u8,
    kind: Kind,
}

#[derive(framework::configuration::Config)]
#[config(crate = framework::configuration, tag = "kind")]
enum Kind {
    #[config(rename = "a")]
    A { x: u8 },
    #[config(rename = "b")]
    B,
}

#[::std::prelude::v1::test]
fn derived_types_load_without_a_prelude() {
    let fixture = ::milieu::testing::Fixture::new().file("config/base.toml", "mode = 'Safe'");
    let loaded = ::std::result::Result::unwrap(fixture.environment("test").load::<Settings>());
    ::std::assert_eq!((loaded.port, loaded.skipped, loaded.nested.list.len()), (8080, 0, 0));
    ::std::assert_eq!(loaded.mode, Mode::Safe);
    let without = fixture
        .environment("test")
        .load_plain::<::std::collections::BTreeMap<::std::string::String, ::std::string::String>>();
    ::std::assert_eq!(::std::result::Result::unwrap(without).len(), 1);
    ::std::assert!(::milieu::testing::Fixture::new().environment("test").load::<without_fields::Nothing>().is_ok());
    let skipped = ::milieu::testing::Fixture::new().environment("test").load::<without_fields::OnlySkipped>();
    ::std::assert_eq!(::std::result::Result::unwrap(skipped).skipped, 0);
    ::std::assert!(loaded.name.is_none());
    ::std::assert_ne!(loaded.mode, Mode::Fast);
}

#[::std::prelude::v1::test]
fn derived_types_load_through_a_re_export() {
    let fixture = ::milieu::testing::Fixture::new().file("config/base.toml", "kind = {kind = 'a', x = 3}");
    let loaded = ::std::result::Result::unwrap(fixture.environment("test").load::<Renamed>());
    ::std::assert_eq!(loaded.value, 1);
    ::std::assert!(::std::matches!(loaded.kind, Kind::A { x: 3 }));
}
