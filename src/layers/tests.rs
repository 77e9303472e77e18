use milieu_format::fingerprint;

use super::environments::Environments;
use super::found::{Finding, Findings, What};
use super::lookup::find;
use super::path::{Segment, Way};
use super::suggest::Suggestions;
use super::writer::Writer;
use super::{Entry, File, Node, Report, judge, missing, render};
use crate::environment::Environment;
use crate::schema::{Choice, Field, Kind, Presence, Schema, Variant};
use crate::tier::Tier;

const WHOLE: Kind = Kind::Integer { min: 0, max: 255 };

const fn field(name: &'static str, kind: Kind) -> Field {
    Field::new(name, "", kind, Presence::Required)
}

/// A key with a place of its own.
const fn entry(index: usize, key: &'static str, node: Node) -> Entry {
    let line = index as u32 + 1;
    Entry { hash: fingerprint(key), key, key_at: [line, 1], at: [line, 9], position: line, index, node }
}

/// Puts entries in the order of their hashes.
fn sorted(mut entries: Vec<Entry>) -> &'static [Entry] {
    entries.sort_by_key(|entry| entry.hash);
    entries.leak()
}

fn file(stem: &'static str, entries: Vec<Entry>) -> &'static File {
    let name = format!("config/{stem}.toml").leak();
    Box::leak(Box::new(File {
        name,
        stem,
        extension: "toml",
        entries: sorted(entries),
        faults: &[],
        is_complete: true,
    }))
}

fn lines(report: &Report) -> Vec<&str> {
    report.as_str().lines().map(str::trim).collect()
}

fn judged(schema: &'static Schema, file: &'static File, declared: &'static [Environment]) -> Vec<String> {
    let report = render(&[&judge::<4096>(schema, file, None, declared)], declared);
    lines(&report).into_iter().skip(1).map(ToOwned::to_owned).collect()
}

#[test]
fn of_many_findings_the_first_in_the_file_are_shown_and_the_rest_is_counted() {
    const EMPTY: Schema = Schema::of_struct("Empty", "", &[]);
    let keys = (0..1000).rev().map(|line| entry(line, format!("key_{line}").leak(), Node::Boolean)).collect();
    let found = judge::<1000>(&EMPTY, file("base", keys), None, &[]);
    assert_eq!((found.count(), found.kept().len()), (1000, Findings::MOST));
    let report = render(&[&found, &found], &[]);
    let lines = lines(&report);
    assert_eq!(lines[0], "2000 findings in the configuration files:");
    let expected =
        "<key 1>: is no key of this configuration (config/base.toml:1:1); remove it, or declare it in the type";
    assert_eq!(lines[1], format!("{expected} [unknown-key]"));
    assert!(lines[64].contains("config/base.toml:64:1"), "{}", lines[64]);
    assert_eq!((lines[65], lines.len()), ("and 1936 more", 66));
}

#[test]
fn findings_keep_the_order_of_their_places_whatever_the_order_of_finding() {
    for seed in 1..50_u32 {
        let (mut found, mut state, mut places) = (Findings::new(), seed, Vec::new());
        for _ in 0..200 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = [state >> 24, state >> 16 & 0xff];
            places.push(at);
            found.push(Finding { file: "", at, path: Way::ROOT.kept(), what: What::DevOnly });
        }
        places.sort_unstable();
        let kept: Vec<_> = found.sorted().kept().iter().map(|finding| finding.at).collect();
        assert_eq!(kept, places[..Findings::MOST]);
    }
}

#[test]
fn names_that_are_meant_are_looked_for_no_longer_than_a_constant_may_run() {
    const LONG: Field = field("some_setting_that_begins_as_all_others_do_3000", WHOLE);
    const SHORT: Field = field("some_setting", WHOLE);
    const OF_LONG: Schema = Schema::of_struct("OfLong", "", &[LONG; 6000]);
    const OF_SHORT: Schema = Schema::of_struct("OfShort", "", &[SHORT; 6000]);
    // the lint against constants that seem endless denies it otherwise
    const fn asked(schema: &'static Schema, key: &str) -> Option<&'static str> {
        let mut suggestions = Suggestions::new();
        let (first, mut asked) = (suggestions.for_key(schema, &[], key), 1);
        while asked < Findings::MOST {
            suggestions.for_key(schema, &[], key);
            asked += 1;
        }
        first
    }
    const UNLIKE: Option<&str> = asked(&OF_LONG, "some_setting_that_begins_as_all_others_or_so");
    const NEAR: Option<&str> = asked(&OF_SHORT, "sum_setting");
    assert_eq!((UNLIKE, NEAR), (None, Some("some_setting")));
}

#[test]
fn keys_of_one_hash_are_told_apart() {
    assert_eq!(fingerprint("costarring"), fingerprint("liquid"));
    let both = sorted(vec![
        entry(0, "costarring", Node::Boolean),
        entry(1, "liquid", Node::Boolean),
        entry(2, "z", Node::Null),
    ]);
    for key in ["costarring", "liquid", "z"] {
        assert_eq!(find(both, fingerprint(key), key).map(|entry| entry.key), Some(key));
    }
    assert!(find(both, fingerprint("y"), "y").is_none() && find(&[], 0, "").is_none());
}

#[test]
fn a_way_deeper_than_what_is_kept_is_shown_as_far_as_it_is_kept() {
    fn shown(way: &Way<'_>) -> String {
        let mut found = Findings::new();
        found.push(Finding { file: "f", at: [1, 1], path: way.kept(), what: What::DevOnly });
        lines(&render(&[&found], &[]))[1].to_owned()
    }
    fn deep(way: &Way<'_>, left: usize) -> String {
        if left == 0 { shown(way) } else { deep(&way.to(Segment::Declared("a")), left - 1) }
    }
    assert!(deep(&Way::ROOT, 2).starts_with("a.a: is meant"));
    assert!(deep(&Way::ROOT, 40).starts_with(&format!("{}a…: is meant", "a.".repeat(15))));
}

#[test]
fn only_a_name_that_is_surely_meant_makes_a_strange_file_an_error() {
    const DECLARED: &[Environment] = &[Environment::declare("qa", Tier::Staging)];
    let environments = Environments(DECLARED);
    for (stem, meant) in [
        ("prodution", Some("production")),
        ("producton", Some("production")),
        ("Staging", Some("staging")),
        ("bsae", Some("base")),
        ("prod", None),
        ("qb", Some("qa")),
        ("ui", None),
        ("log4j", None),
        ("production-eu", None),
        ("secrets", None),
    ] {
        assert_eq!(environments.misspelt(stem), meant, "{stem}");
    }
}

#[test]
fn numbers_are_written_as_rust_writes_them() {
    for number in [0.0, 1.0, -1.5, 0.1, 10.25, 1e6, 123_456.789, 0.001, 1e14] {
        let mut out = Writer::new();
        assert!(out.float(number));
        assert_eq!(out.as_str(), format!("{number:?}"));
    }
    for number in [1e300, f64::INFINITY, f64::NAN, f64::MIN_POSITIVE] {
        assert!(!Writer::new().float(number), "{number}");
    }
    let mut out = Writer::new();
    out.signed(i128::MIN);
    out.text(" ");
    out.number(u128::MAX);
    assert_eq!(out.as_str(), format!("{} {}", i128::MIN, u128::MAX));
}

#[test]
fn without_a_tag_a_key_is_wrong_only_where_every_variant_that_has_it_says_so() {
    const NUMBER: Schema = Schema::of_struct("Number", "", &[field("value", WHOLE), field("size", WHOLE)]);
    const TEXT: Schema = Schema::of_struct("Text", "", &[field("value", Kind::Text("text"))]);
    const VARIANTS: &[Variant] =
        &[Variant::new(Choice::new("number", "", &[]), &NUMBER), Variant::new(Choice::new("text", "", &[]), &TEXT)];
    const ENUM: Schema = Schema::of_enum("Enum", "", "kind", VARIANTS);
    let of = |entries| judged(&ENUM, file("development", entries), &[]);
    let text = || Node::Text(1);
    assert!(of(vec![entry(0, "value", text()), entry(1, "size", Node::Integer(1))]).is_empty());
    assert!(of(vec![entry(0, "value", Node::Integer(1))]).is_empty());
    let told = of(vec![entry(0, "value", Node::Boolean), entry(1, "size", text()), entry(2, "sise", text())]);
    assert_eq!(
        told,
        [
            "value: expected a whole number from 0 to 255, found true or false (config/development.toml:1:9)",
            "size: expected a whole number from 0 to 255, found text (config/development.toml:2:9); write it without quotes",
            "<key 3>: is no key of this configuration (config/development.toml:3:1); did you mean size? [unknown-key]",
        ]
    );
    let chosen = |name| Node::Text(milieu_format::short_fingerprint(name));
    let told = of(vec![entry(0, "kind", chosen("text")), entry(1, "size", Node::Integer(1))]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("<key 2>: is no key of this configuration"));
}

#[test]
fn an_environment_takes_part_if_its_file_is_there_or_none_has_one() {
    const ONE: Schema = Schema::of_struct("One", "", &[field("name", Kind::Text("text"))]);
    const DECLARED: &[Environment] =
        &[Environment::declare("test", Tier::Staging), Environment::declare("eu", Tier::Production)];
    let told = |report: Report| report.as_str().lines().nth(1).map(|line| line.trim().to_owned());
    let words = |names: &str| {
        let remedy = "set it in a file, or declare that each deployment supplies it";
        Some(format!("name: is required and no file sets it for {names}: expected text; {remedy}"))
    };
    let none = render(&[&missing(&ONE, [], &[])], &[]);
    assert_eq!(told(none), words("staging and production"));
    let base = render(&[&missing(&ONE, [file("base", vec![])], DECLARED)], DECLARED);
    assert_eq!(told(base), words("test, staging, production and eu"));
    let own = render(&[&missing(&ONE, [file("base", vec![]), file("eu", vec![])], DECLARED)], DECLARED);
    assert_eq!(told(own), words("eu"));
    let development = render(&[&missing(&ONE, [file("development", vec![])], &[])], &[]);
    assert!(development.is_empty());
    let set = file("base", vec![entry(0, "name", Node::EmptyText)]);
    assert!(render(&[&missing(&ONE, [set, file("eu", vec![])], DECLARED)], DECLARED).is_empty());
}
