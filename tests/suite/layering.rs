//! Modules have levels, and a module uses only lower ones.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Lowest first. Modules of one line do not use each other.
const LEVELS: &[&[&str]] = &[
    &["visible"],
    &["origin", "tier", "rank", "nearest", "recognise", "forms", "exact"],
    &["finding"],
    &["levels", "palette", "policy"],
    &["error", "allowance", "reporter"],
    &["key", "rules"],
    &["environment", "vars", "build", "credential", "dev_only"],
    &["key_text", "redactor", "proof", "destructive"],
    &["schema", "isolation", "dsn", "source"],
    &["stack"],
    &["sources"],
    &["resolve", "facts", "sealed", "ledger", "artifact"],
    &["display", "fingerprint"],
    &["checks"],
    &["record", "promotion"],
    &["report", "handout", "layers", "shared"],
    &["loader"],
    &["parity", "global"],
    &["verdict"],
    &["testing", "cli", "diagnostic", "macros", "process", "guide"],
];

fn level(module: &str) -> Option<usize> {
    LEVELS.iter().position(|modules| modules.contains(&module))
}

pub(crate) fn sources(directory: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// The top-level modules that a text names by `crate::…`, doc comments left out.
fn used(text: &str) -> Vec<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut used = Vec::new();
    for line in code {
        for (at, _) in line.match_indices("crate::") {
            if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let rest = &line[at + "crate::".len()..];
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            used.push(name);
        }
    }
    used
}

#[test]
fn a_module_uses_only_lower_ones() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut climbs = Vec::new();
    let mut seen = BTreeMap::new();
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let module = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if module == "lib" {
            continue;
        }
        let own = level(&module).unwrap_or_else(|| panic!("{module} has no level"));
        seen.insert(module.clone(), own);
        for name in used(&std::fs::read_to_string(&file).unwrap()) {
            // what starts with a capital is a re-export of lib.rs; it counts as the module it comes from
            let Some(other) = level(&name) else { continue };
            if name != module && other >= own {
                climbs.push(format!("{} uses {name}", inside.display()));
            }
        }
    }
    assert!(seen.len() > 20, "the modules were not found");
    assert!(climbs.is_empty(), "edges that climb:\n{}", climbs.join("\n"));
}

#[test]
fn a_file_stays_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for directory in ["src", "crates/derive/src", "crates/format/src"] {
        sources(&root.join(directory), &mut files);
    }
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//")).count();
        assert!(code <= 300, "{} has {code} lines of code", file.display());
    }
}
