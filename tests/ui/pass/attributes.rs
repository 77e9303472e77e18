#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::PathBuf;

fn port() -> u16 {
    1
}

fn is_even(number: &u16) -> Result<(), &'static str> {
    if number % 2 == 0 { Ok(()) } else { Err("has to be even") }
}

#[derive(milieu::Config)]
#[config(rename_all = "kebab-case")]
struct Settings {
    #[config(default = 80, range = 1..=65535, validate = is_even)]
    literal: u16,
    #[config(default_with = port)]
    computed: u16,
    #[config(default_with = Default::default)]
    of_the_type: u16,
    #[config(default = -1.5, range = ..=0.0)]
    negative: f64,
    #[config(default = ["a", "b"])]
    list: Vec<String>,
    #[config(default = {})]
    map: BTreeMap<String, u8>,
    #[config(rename = "otherName", alias = "other", alias = "another", variable = "PORT")]
    named: Option<u16>,
    #[config(supplied, parity = "distinct", expected = "a host")]
    host: String,
    #[config(relative_to = "file")]
    path: Option<PathBuf>,
    #[config(deprecated = "use literal", dev_only)]
    old: Option<u8>,
    #[config(skip)]
    skipped: u8,
    #[config(flatten)]
    inner: Inner,
    #[config(nested)]
    nested: Inner2,
}

#[derive(milieu::Config)]
struct Inner {
    a: u8,
}

#[derive(milieu::Config)]
struct Inner2 {
    b: u8,
}

fn main() {}
