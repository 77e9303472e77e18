//! A verdict as SARIF 2.1.0, the format in which tools that look at code exchange what they find.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::finding::{Finding, Level};
use crate::fingerprint::Fingerprint;
use crate::levels::{Check, Phase};
use crate::tier::Tier;

use super::place::{Place, UNREADABLE, rule, words};
use super::{Found, Verdict};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Verdict {
    /// Returns the findings as SARIF 2.1.0 (OASIS, with errata 01), which code scanning and editors read.
    ///
    /// Every check is a rule, the application's own ones too; what no check found, such as a file that cannot be read, has the rule
    /// `configuration`. The fingerprint of a result, `milieu/v1`, does not change when its line moves.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] #[config(default = 80)] port: u16 }
    /// let fixture = milieu::testing::Fixture::new().file("config/staging.toml", "prot = 80\n").file("config/production.toml", "");
    /// let sarif: serde_json::Value = serde_json::from_str(&fixture.loader().check_all::<Settings>().to_sarif())?;
    /// let result = &sarif["runs"][0]["results"][0];
    /// assert_eq!((&result["ruleId"], &result["level"]), (&"unknown-key".into(), &"error".into()));
    /// let place = &result["locations"][0]["physicalLocation"];
    /// assert_eq!(place["artifactLocation"]["uri"], "config/staging.toml");
    /// assert_eq!(place["region"], serde_json::json!({"startLine": 1, "startColumn": 1}));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn to_sarif(&self) -> String {
        let checks: Vec<_> = self.sides.loader().checks().collect();
        let mut rules: Vec<_> = checks.iter().map(|check| of_check(check)).collect();
        let mut places: HashMap<&str, usize> = checks.iter().enumerate().map(|(at, one)| (one.slug(), at)).collect();
        if !places.contains_key(UNREADABLE) {
            places.insert(UNREADABLE, rules.len());
            rules.push(of_configuration());
        }
        let mut seen = HashMap::new();
        let results = self.found().iter().map(|found| {
            let mut result = self.result(found, &mut seen);
            if let Some(at) = places.get(rule(found.finding())) {
                result["ruleIndex"] = (*at).into();
            }
            result
        });
        let results: Vec<_> = results.collect();
        let driver = json!({ "name": "milieu", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules });
        let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
        json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }).to_string()
    }

    fn result(&self, found: &Found, seen: &mut HashMap<Fingerprint, usize>) -> Value {
        let finding = found.finding();
        let place = self.place(found);
        let number = fingerprint(finding, place.as_ref());
        let times = seen.entry(number).and_modify(|times| *times += 1).or_insert(1);
        let mut location = serde_json::Map::new();
        if let Some(place) = &place {
            location.insert("physicalLocation".to_owned(), physical(place));
        }
        if let Some(key) = finding.key() {
            location.insert("logicalLocations".to_owned(), json!([{ "fullyQualifiedName": key, "kind": "property" }]));
        }
        let locations: Vec<_> = Some(location).filter(|location| !location.is_empty()).into_iter().collect();
        json!({
            "ruleId": rule(finding),
            "level": level(finding.level()),
            "message": { "text": plain(&words(found)) },
            "locations": locations,
            "partialFingerprints": { "milieu/v1": format!("{number}:{times}") },
            "properties": { "environments": found.environments() },
        })
    }
}

/// What stays the same when lines move: check, key, file and message.
fn fingerprint(finding: &Finding, place: Option<&Place>) -> Fingerprint {
    let key = finding.key().unwrap_or_default();
    let path = place.map_or("", |place| &place.path);
    let parts = [("check", rule(finding)), ("key", key), ("file", path), ("message", finding.message())];
    Fingerprint::over("milieu.finding/1", parts.into_iter())
}

fn of_check(check: &Check) -> Value {
    // it is said of all environments at once, before anything runs, so the strictest counts
    let strictest = check.level(Tier::Production, Phase::Ci).max(check.level(Tier::Development, Phase::Ci));
    json!({
        "id": check.slug(),
        "shortDescription": { "text": plain(first_sentence(check.explanation())) },
        "fullDescription": { "text": plain(check.explanation()) },
        "help": { "text": plain(check.remedy()) },
        "defaultConfiguration": { "level": level(strictest) },
    })
}

fn of_configuration() -> Value {
    json!({
        "id": UNREADABLE,
        "shortDescription": { "text": "The configuration cannot be read, or does not fit its type." },
        "fullDescription": {
            "text": "A file cannot be read, a required key is missing, or a value is of another kind than its type declares.",
        },
        "help": { "text": "do what the finding says: it names the place, and what was expected there" },
        "defaultConfiguration": { "level": "error" },
    })
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Allow => "none",
        Level::Warn => "warning",
        Level::Deny => "error",
    }
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

/// A message as it is meant: braces are doubled, since they hold arguments, and nothing looks like a link (3.11.5 and 3.11.6).
fn plain(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "] (")
}

fn physical(place: &Place) -> Value {
    let mut out = json!({ "artifactLocation": { "uri": uri(&place.path) } });
    if let Some(line) = place.line {
        let mut region = json!({ "startLine": line });
        if let Some(column) = place.column {
            region["startColumn"] = column.into();
        }
        out["region"] = region;
    }
    out
}

/// A path as a reference to a file (RFC 3986): relative where the path is.
fn uri(path: &str) -> String {
    let (mut out, rest) = match path.get(1..3) {
        _ if path.starts_with('/') => (String::from("file://"), path),
        // a drive of Windows
        Some(":/") => (format!("file:///{}", &path[..2]), &path[2..]),
        _ => (String::new(), path),
    };
    for byte in rest.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte.into()),
            byte => {
                // writing to a text does not fail
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{plain, uri};

    #[test]
    fn a_path_becomes_a_reference_to_a_file() {
        for (path, reference) in [
            ("config/base.toml", "config/base.toml"),
            ("a b/größe%.toml", "a%20b/gr%C3%B6%C3%9Fe%25.toml"),
            ("/etc/shop/base.toml", "file:///etc/shop/base.toml"),
            ("C:/shop/base.toml", "file:///C:/shop/base.toml"),
            ("x:y.toml", "x%3Ay.toml"),
        ] {
            assert_eq!(uri(path), reference);
        }
    }

    #[test]
    fn a_message_has_no_argument_and_no_link() {
        assert_eq!(plain("SHOP_X={\"a\":1} [b](c)"), "SHOP_X={{\"a\":1}} [b] (c)");
    }
}
