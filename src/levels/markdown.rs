//! The table as Markdown.

use std::fmt::Write as _;

use super::all;
use super::check::{Check, Judged};
use crate::tier::Tier;

use super::Phase;

/// Returns a Markdown table of all checks and their levels, a row a check.
///
/// ```
/// assert!(milieu::checks::table().contains("| `unknown-key` | deny | deny in CI, warn at start and reload |\n"));
/// ```
#[must_use]
#[inline]
pub fn table() -> String {
    let mut out = String::from("| check | Development | Staging, Production |\n|---|---|---|\n");
    for check in all() {
        let development = check.level(Tier::Development, Phase::Start);
        // writing to a text does not fail
        let _ = writeln!(out, "| `{}` | {} | {} |", check.slug(), development.as_str(), check.deployed_words());
    }
    out
}

/// Returns the whole catalogue as Markdown: the table, then each check with what is wrong, what to do and an example.
///
/// ```
/// assert!(milieu::checks::markdown().contains("\n## `credential-source`\n"));
/// ```
#[must_use]
#[inline]
pub fn markdown() -> String {
    let mut out = format!(
        "# Checks\n\nA check is a named rule with a level for each tier and phase. Staging and production have one column \
         between them, so that staging is never the weaker. Written from the table that the library judges by: \
         `cargo run --example catalogue > CHECKS.md`.\n\n{}\nThe examples are of an application `shop` whose type is\n\n```rust\n{}```\n",
        table(),
        SETTINGS
    );
    for check in all() {
        let _ = write!(out, "\n## `{}`\n\n{}\n\n{}\n", check.slug(), check.explanation(), notes(check));
        if let Some(example) = check.example() {
            let _ = write!(out, "\n```text\n{example}```\n");
        }
    }
    out
}

#[inline]
fn notes(check: &Check) -> String {
    let development = check.level(Tier::Development, Phase::Start).as_str();
    let deployed = check.deployed_words();
    let judged = match check.judged() {
        Judged::Always | Judged::ByFiles | Judged::AtKeys => "",
        Judged::Load => " Judged by a load, not by an inspection.",
        Judged::Across => " Judged over several environments.",
        Judged::Apart => " Judged apart from any load.",
    };
    let fixed = if check.is_fixed() { " No application lowers it, in no tier." } else { "" };
    let remedy = check.remedy();
    format!(
        "**Development:** {development}. **Staging, production:** {deployed}.{judged}{fixed}\n\n**What to do:** {remedy}."
    )
}

/// The type of the examples; `tests/suite/checks.rs` has the same.
const SETTINGS: &str = r#"#[derive(milieu::Config)]
struct Settings {
    #[config(default = 8080)]
    port: u16,
    #[config(deprecated = "use port")]
    listen_port: Option<u16>,
    host: Option<String>,
    callback: Option<String>,
    #[config(dev_only, default = false)]
    trace_sql: bool,
    password: Option<milieu::Credential>,
    api_key: Option<milieu::Credential>,
}
"#;
