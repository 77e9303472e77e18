use milieu_format::{json, toml};

use super::{Tree, Value};

/// The tree as one line: keys with their places, values with theirs.
fn shown(tree: &Tree, container: usize) -> String {
    let entry = |entry: &super::Entry| {
        let value = match &entry.value {
            Value::List(list) => format!("[{}]", shown(tree, *list)),
            Value::Table(table) => format!("{{{}}}", shown(tree, *table)),
            value => format!("{value:?}"),
        };
        let key = if entry.key.is_empty() { String::new() } else { format!("{}@{} = ", entry.key, entry.key_at) };
        format!("{key}{value}@{}", entry.at)
    };
    tree.inside(container).iter().map(entry).collect::<Vec<_>>().join(", ")
}

fn of_toml(text: &str) -> Tree {
    Tree::read(text, |text, sink| toml::read(text, sink))
}

fn faults(text: &str) -> Vec<(Option<u32>, String)> {
    of_toml(text).faults.iter().map(|fault| (fault.at, fault.message())).collect()
}

#[test]
fn keys_and_values_keep_their_places() {
    let tree = of_toml("a = 1\nb.c = 'x'\n[d]\ne = [true, {f = 1.5}]\n[[g.h]]\ni = 07:32:00\n[[g.h]]\n");
    assert_eq!(
        shown(&tree, Tree::ROOT),
        "a@0 = Integer(1)@4, b@6 = {c@8 = Text(\"x\")@12}@6, \
         d@17 = {e@20 = [Boolean(true)@25, {f@32 = Float(1.5)@36}@31]@24}@17, \
         g@44 = {h@46 = [{i@50 = Datetime(\"07:32:00\")@54}@46, {}@67]@46}@44",
    );
    assert!(tree.faults.is_empty());
    let tree = Tree::read(r#"{"a": {"b": null}, "c": [340282366920938463463374607431768211455]}"#, |text, sink| {
        json::read(text, sink);
    });
    assert_eq!(
        shown(&tree, Tree::ROOT),
        "a@1 = {b@7 = Null@12}@6, c@19 = [Wide(\"340282366920938463463374607431768211455\")@25]@24",
    );
}

#[test]
fn what_is_said_twice_is_a_fault_and_the_later_counts() {
    let duplicate = "sets a key that this source has set before; keep one of the two [duplicate-key]";
    for (text, at) in [
        ("a = 1\na = 2", 6),
        ("[a]\n[a]", 5),
        ("a = {}\n[a]", 8),
        ("a.b = 1\n[a]", 9),
        ("a = []\n[[a]]", 9),
        ("[[a]]\n[a]", 7),
        ("[a]\nb = 1\n[[a]]", 12),
        ("[a]\nb.c = 1\n[a.b]\nc = 2", 15),
    ] {
        assert_eq!(faults(text).first(), Some(&(Some(at), duplicate.to_owned())), "{text}");
    }
    assert_eq!(shown(&of_toml("a = 1\nb = 3\na = 2"), Tree::ROOT), "a@12 = Integer(2)@16, b@6 = Integer(3)@10");
    let tree = Tree::read(r#"{"a": 1, "a": 2}"#, |text, sink| json::read(text, sink));
    assert_eq!((tree.faults.len(), shown(&tree, Tree::ROOT).as_str()), (1, "a@9 = Integer(2)@14"));
}

#[test]
fn a_closed_table_takes_no_more() {
    let closed = "adds to a table or list that is complete where it was defined; write all its keys in one place";
    for (text, at) in [
        ("a = {b = 1}\na.c = 2", 12),
        ("a = {b = 1}\n[a.c]", 13),
        ("a = 1\na.b = 2", 6),
        ("[a.b]\nc = 1\n[a]\nb.d = 2", 16),
        ("a = [{b = 1}]\n[a.c]", 15),
        ("[[a]]\n[b]\n[a.c]\n[b]\n[a.c]\na = 1\na.b = 1", 32),
    ] {
        assert!(faults(text).contains(&(Some(at), closed.to_owned())), "{text}: {:?}", faults(text));
    }
    for fine in ["[a.b]\n[a]\nc = 1", "a.b = 1\na.c = 2", "[[a]]\n[a.b]\n[[a]]\n[a.b]", "[a]\nb.c = 1\nb.d = 2"] {
        assert!(faults(fine).is_empty(), "{fine}");
    }
}

#[test]
fn a_broken_text_is_told_by_rule_and_place_alone() {
    let text = "a = 1\nb = hunter2-CANARY\nc = 3\n";
    let told = faults(text);
    assert!(!told.is_empty() && told.iter().all(|(at, words)| at.is_some() && !words.contains("CANARY")), "{told:?}");
    assert!(told[0].1.starts_with("is not well-formed here: expected "));
    assert!(of_toml(text).faults.iter().all(|fault| fault.is_fatal));
}
