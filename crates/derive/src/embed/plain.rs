//! Texts under names that say credential, where no type says which keys are credentials.

use crate::case::Case;
use crate::layers::{File, Tree, Value};
use crate::name::says_credential;

/// What there is to say of each, with its place and never the text.
pub(super) fn credentials(file: &File) -> Vec<String> {
    let mut found = Vec::new();
    table(file, Tree::ROOT, &mut found);
    found
}

fn table(file: &File, table: usize, found: &mut Vec<String>) {
    for entry in file.tree.inside(table) {
        // keys may be spelt in any case; the rule is for names of fields
        let says = says_credential(&entry.key) || says_credential(&Case::Snake.apply(&entry.key));
        if says && holds_text(file, &entry.value) {
            let (line, column) = file.place(entry.at);
            found.push(format!(
                "{}:{line}:{column}: stands in a plain file under a name that says credential, and would be in the program; \
                 use a secret file, a sealed file or a variable, or give embed_layers! the type, which knows what is none \
                 [credential-source]",
                file.shown
            ));
        } else {
            below(file, &entry.value, found);
        }
    }
}

fn below(file: &File, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Table(inside) => table(file, *inside, found),
        Value::List(list) => file.tree.inside(*list).iter().for_each(|item| below(file, &item.value, found)),
        _ => {}
    }
}

/// A text, or a list with one in it. A table has names of its own.
fn holds_text(file: &File, value: &Value) -> bool {
    match value {
        Value::Text(text) => !text.is_empty(),
        Value::List(list) => file.tree.inside(*list).iter().any(|item| holds_text(file, &item.value)),
        _ => false,
    }
}
