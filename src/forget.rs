//! Forgetting credentials once they are read: what a loaded configuration keeps is where they stood.

use crate::schema::{Kind, Schema};
use crate::stack::{ROOT, Stack, Value};

/// Overwrites every credential that the stack holds: those kept apart, and those that stand in documents.
pub(crate) fn forget(stack: &mut Stack, schema: Option<&'static Schema>) {
    let mut literals = Vec::new();
    if let Some(schema) = schema.filter(|schema| schema.holds().credentials) {
        of_schema(stack, schema, ROOT, &mut literals);
    }
    stack.forget(&literals);
}

fn of_schema(stack: &Stack, schema: &'static Schema, table: u32, out: &mut Vec<u32>) {
    for field in schema.fields() {
        match field.kind() {
            Kind::Table(inner) if field.is_flattened() => of_schema(stack, inner, table, out),
            kind if kind.holds_credential() => {
                let named = stack.find(table, field.hash(), field.name());
                let aliased = field.aliases().iter().filter_map(|alias| stack.find_key(table, alias));
                named.into_iter().chain(aliased).for_each(|at| of_kind(stack, kind, at, out));
            }
            _ => {}
        }
    }
    for variant in schema.tag().map_or(&[][..], |tag| tag.variants()) {
        of_schema(stack, variant.schema(), table, out);
    }
}

/// Goes through all that any layer says here, shadowed or not.
fn of_kind(stack: &Stack, kind: &'static Kind, entry: u32, out: &mut Vec<u32>) {
    for (at, said) in stack.definitions(entry) {
        match (kind, said.value) {
            (Kind::Table(schema), Value::Table(table)) => of_schema(stack, schema, table, out),
            (Kind::List(item) | Kind::Array(item, _), Value::List(inside))
            | (Kind::Map(item), Value::Table(inside)) => {
                stack.children(inside).for_each(|(at, _)| of_kind(stack, item, at, out));
            }
            (Kind::Tuple(kinds), Value::List(inside)) => {
                let items = kinds.iter().zip(stack.children(inside));
                items
                    .filter(|(kind, _)| kind.holds_credential())
                    .for_each(|(kind, (at, _))| of_kind(stack, kind, at, out));
            }
            // something else than the type wants may be the credential all the same
            (_, Value::List(inside) | Value::Table(inside)) => {
                stack.children(inside).for_each(|(at, _)| of_kind(stack, kind, at, out));
            }
            _ => out.push(at),
        }
    }
}
