//! What the macro writes, held against what the library reads from the same text.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use milieu::__private::{Content, EmbeddedFile, Item, Said};
use milieu::testing::Fixture;
use milieu::{Embedded, Inspection};
use proptest::prelude::*;
use serde_json::Value;

use super::{Flat, flat, plain};
use crate::layers::Directory;

/// A directory of its own below the system's, with these files in `config/`.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, files: &[(&str, String)]) -> Self {
        let root = std::env::temp_dir().join(format!("milieu-embed-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&root);
        std::fs::create_dir_all(root.join("config")).unwrap();
        for (name, text) in files {
            std::fs::write(root.join("config").join(name), text).unwrap();
        }
        Self(root)
    }

    fn read(&self) -> Directory {
        Directory::read(&self.0, "config", |_| true).unwrap_or_else(|words| panic!("{words}"))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The constants that a program would get, made at run time.
fn embedded(directory: &Directory) -> Embedded {
    let files = directory.files.iter().map(|file| {
        let flat = Flat::of(file);
        let items: Vec<_> = flat.items.iter().map(|item| Item::new(item.key, item.hash, said(&item.said))).collect();
        let places: Vec<_> = flat.items.iter().map(|item| item.places).collect();
        let content = Content::leaked(&flat.text, &items, &places);
        EmbeddedFile::new(file.shown.clone().leak(), file.stem.clone().leak(), Some(content))
    });
    Embedded::new("config", files.collect::<Vec<_>>().leak())
}

fn said(said: &flat::Said) -> Said {
    match *said {
        flat::Said::Null => Said::Null,
        flat::Said::Boolean(value) => Said::Boolean(value),
        flat::Said::Integer(value) => Said::Integer(value),
        flat::Said::Float(value) => Said::Float(value),
        flat::Said::Wide((start, end)) => Said::Wide(start, end),
        flat::Said::Text((start, end)) => Said::Text(start, end),
        flat::Said::Datetime((start, end)) => Said::Datetime(start, end),
        flat::Said::List(below) => Said::List(below),
        flat::Said::Table(below) => Said::Table(below),
    }
}

/// Everything that can be asked of an inspection.
fn told(inspection: &Inspection) -> String {
    let mut text = format!("{}{:?}", inspection.explain(), inspection.findings());
    for leaf in inspection.leaves() {
        let _ = write!(text, "\n{} {} {:?} {:?}", leaf.key(), leaf.kind(), leaf.origins(), leaf.expose());
    }
    text
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![8 => "[a-e]", 1 => Just("ä b".to_owned()), 1 => Just("milieu".to_owned())]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(|number: f64| Value::from(number)),
        any::<bool>().prop_map(Value::from),
        r#"[a-z "\\\n\t€😀]{0,8}"#.prop_map(Value::from),
    ]
}

fn document() -> impl Strategy<Value = Value> {
    let table = |entries| Value::Object(serde_json::Map::from_iter(entries));
    let value = scalar().prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::btree_map(key(), inner.clone(), 0..4).prop_map(table),
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
        ]
    });
    // more than 24, so that some tables are indexed
    let wide = prop::collection::btree_map("[a-z][0-9]", any::<u16>().prop_map(Value::from), 20..40);
    (prop::collection::btree_map(key(), value, 0..5), prop::option::weighted(0.2, wide)).prop_map(
        move |(mut all, wide)| {
            all.extend(wide.map(|wide| ("wide".to_owned(), table(wide))));
            table(all)
        },
    )
}

/// A document as TOML: tables between braces, below headers, or by dotted keys, as the style says.
fn toml(document: &Value, style: u8) -> String {
    let mut text = String::from("# a comment\n");
    section(document, &[], style, &mut text);
    text
}

fn section(table: &Value, path: &[&str], style: u8, out: &mut String) {
    let entries = table.as_object().unwrap();
    let (mut sections, mut lists) = (Vec::new(), Vec::new());
    for (at, (key, value)) in entries.iter().enumerate() {
        let style = style.rotate_left(u32::try_from(at).unwrap());
        match value {
            Value::Object(_) if style & 1 == 1 => sections.push((key, value)),
            Value::Object(below) if style & 2 == 2 && !below.is_empty() => {
                for (inner, value) in below {
                    let _ = writeln!(out, "{} . {} = {}", quoted(key), quoted(inner), inline(value));
                }
            }
            Value::Array(items) if style & 1 == 1 && !items.is_empty() && items.iter().all(Value::is_object) => {
                lists.push((key, items));
            }
            value => {
                let _ = writeln!(out, "  {} = {} # and more", quoted(key), inline(value));
            }
        }
    }
    for (key, value) in sections {
        let path: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
        let _ = writeln!(out, "\n[{}]", header(&path));
        section(value, &path, style.rotate_left(3), out);
    }
    for (key, items) in lists {
        let path: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
        for item in items {
            let _ = writeln!(out, "[[{}]]", header(&path));
            section(item, &path, style.rotate_left(5), out);
        }
    }
}

fn header(path: &[&str]) -> String {
    path.iter().map(|segment| quoted(segment)).collect::<Vec<_>>().join(".")
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn inline(value: &Value) -> String {
    let all = |items: Vec<String>| items.join(", ");
    match value {
        Value::Array(items) => format!("[{}]", all(items.iter().map(inline).collect())),
        Value::Object(table) => {
            format!(
                "{{ {} }}",
                all(table.iter().map(|(key, value)| format!("{} = {}", quoted(key), inline(value))).collect())
            )
        }
        value => value.to_string(),
    }
}

proptest! {
    #[test]
    fn embedded_files_say_what_the_files_say(
        documents in prop::collection::vec((document(), any::<u8>(), any::<bool>()), 2),
        variable in prop::option::of("[a-e](_[a-e])?"),
    ) {
        let names = ["base", "staging"];
        let files: Vec<(String, String)> = documents.iter().zip(names).map(|((document, style, json), name)| {
            if *json { (format!("{name}.json"), format!("{document:#}")) } else { (format!("{name}.toml"), toml(document, *style)) }
        }).collect();
        let written: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
        let scratch = Scratch::new("law", &written);
        let read = scratch.read();
        // a key that is said twice does not compile
        prop_assume!(read.files.iter().all(|file| file.faults().next().is_none()));
        let fixture = |fixture: Fixture| match &variable {
            Some(name) => fixture.variable(&format!("APP_{}", name.to_ascii_uppercase()), "7"),
            None => fixture,
        };
        let on_disk = files.iter().fold(Fixture::new(), |fixture, (name, text)| {
            fixture.file(Path::new("config").join(name), text.as_str())
        });
        let on_disk = fixture(on_disk).environment("staging");
        let compiled_in = fixture(Fixture::new()).environment("staging").embedded(embedded(&read));
        for environment in ["staging", "production"] {
            let both = [&on_disk, &compiled_in].map(|loader| loader.inspect_plain(environment).unwrap());
            prop_assert_eq!(told(&both[0]), told(&both[1]), "{:?}", files);
            prop_assert_eq!(both[0].fingerprint(), both[1].fingerprint());
        }
        let loads = [on_disk, compiled_in].map(|loader| match loader.load_plain::<Value>() {
            Ok(loaded) => format!("{:?} {} {:?}", *loaded, loaded.explain(), loaded.findings()),
            Err(error) => error.to_string(),
        });
        prop_assert_eq!(&loads[0], &loads[1]);
    }
}

#[test]
fn no_comment_and_no_text_between_is_kept() {
    let text = "# comment-CANARY\n[a]\nb = 'x' # comment-CANARY\n\"b\" = 1\nc = { b = 'x', d = ['x', 2026-01-02] }\n";
    let scratch = Scratch::new("compact", &[("base.toml", text.replace("\"b\" = 1\n", ""))]);
    let flat = Flat::of(&scratch.read().files[0]);
    assert_eq!((flat.text.as_str(), flat.items.len()), ("abxcd2026-01-02", 7));
    assert_eq!(flat.items[1].places, [3, 1, 3, 5]);
}

#[test]
fn texts_under_names_of_credentials_are_told_with_their_places() {
    let text = "password = ''\ntoken_url = 'x'\nmax_tokens = 1\n[db]\npassword = 'hunter2-CANARY'\nsecrets = ['hunter2-CANARY']\n\
                [[peer]]\napiKey = 'hunter2-CANARY'\n[token]\nissuer = 'x'\n";
    let scratch = Scratch::new("credentials", &[("base.toml", text.to_owned())]);
    let told = plain::credentials(&scratch.read().files[0]);
    let places: Vec<_> = told.iter().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(places, ["config/base.toml:5:12", "config/base.toml:6:11", "config/base.toml:8:10"]);
    assert!(told.iter().all(|line| !line.contains("CANARY") && line.ends_with("[credential-source]")));
}
