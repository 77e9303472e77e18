//! What no load needs costs no build: it is compiled where it is called.

use std::path::Path;

/// Folders and files with what a load does not call: the halves for the compiler, for tools, for reports.
const CALLED_BY_NO_LOAD: &[&str] = &[
    "artifact",
    "checks/own.rs",
    "destructive.rs",
    "display.rs",
    "dsn.rs",
    "forms.rs",
    "handout.rs",
    "layers",
    "levels/example.rs",
    "levels/markdown.rs",
    "loader/describe.rs",
    "loader/inspect.rs",
    "loader/inspection.rs",
    "loader/several.rs",
    "parity",
    "report",
    "schema/declare.rs",
    "schema/hash.rs",
    "sources/replace.rs",
];

/// The functions that are compiled into the library though nothing calls them: neither `#[inline]` nor generic.
fn compiled_anyway(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().map(str::trim).take_while(|line| *line != "#[cfg(test)]").collect();
    let is_function = |line: &str| {
        let line = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        line.trim_start_matches("const ").starts_with("fn ")
    };
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_function(line)) {
        let length = lines[at..].iter().take_while(|line| !line.ends_with(['{', ';', '}'])).count();
        let signature = lines[at..=at + length].join(" ");
        let name = signature.split("fn ").nth(1).unwrap_or_default().split('(').next().unwrap_or_default();
        let is_generic = name.contains('<') && !name.contains("<'") || signature.contains("impl ");
        let mut attributes = lines[..at].iter().rev().take_while(|line| line.starts_with("#["));
        if !is_generic && !signature.ends_with(';') && !attributes.any(|line| *line == "#[inline]") {
            found.push(*line);
        }
    }
    found
}

#[test]
fn what_no_load_calls_is_compiled_by_its_callers_alone() {
    assert_eq!(
        compiled_anyway("#[inline]\nfn a() {}\nfn b<T>() {}\n    pub const fn c(&self) {"),
        ["pub const fn c(&self) {"]
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for name in CALLED_BY_NO_LOAD {
        let path = root.join(name);
        if path.is_dir() { super::layering::sources(&path, &mut files) } else { files.push(path) }
    }
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("tests.rs")) {
        let text = std::fs::read_to_string(file).unwrap();
        found.extend(compiled_anyway(&text).iter().map(|line| format!("{}: {line}", file.display())));
    }
    assert!(found.is_empty(), "not #[inline]:\n{}", found.join("\n"));
}
