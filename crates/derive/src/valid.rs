//! Attributes held against each other, and against what the tokens of the types show.

use std::collections::BTreeMap;

use crate::ast::{Field, Holds, Item, Shape, Variant};
use crate::context::Context;
use crate::literal::{Literal, Number};
use crate::meta::Said;
use crate::name::{is_key, says_credential, segment};
use crate::tokens::{is_plain_text, names, packed, whole_number};

/// Notes everything that contradicts.
pub(crate) fn check(context: &mut Context, item: &Item) {
    match &item.shape {
        Shape::Struct(fields) => {
            if let Some(tag) = &item.said.tag {
                context.error_at(tag.span, "a tag chooses between the variants of an enum; this is a struct");
            }
            check_fields(context, fields, None);
        }
        Shape::Choice(variants) => {
            if let Some(validate) = &item.said.validate {
                context.error_at(validate.span, "a text out of a fixed set has nothing more to validate");
            }
            check_variants(context, variants);
        }
        Shape::Tagged(variants) => {
            check_variants(context, variants);
            for variant in variants {
                if let Holds::Fields(fields) = &variant.holds {
                    check_fields(context, fields, item.said.tag.as_ref());
                }
            }
        }
    }
}

fn check_variants(context: &mut Context, variants: &[Variant]) {
    let mut seen = BTreeMap::new();
    for variant in variants {
        let names = std::iter::once(&variant.name).chain(variant.said.aliases.iter().map(|alias| &alias.value));
        for name in names {
            if seen.insert(name.clone(), ()).is_some() {
                context.error(&variant.ident, format_args!("two variants are named `{name}`"));
            }
        }
        if let (Some(rename_all), false) = (&variant.said.rename_all, matches!(variant.holds, Holds::Fields(_))) {
            context.error_at(rename_all.span, "this variant has no named fields to rename");
        }
    }
}

fn check_fields(context: &mut Context, fields: &[Field], tag: Option<&Said<String>>) {
    let mut keys = BTreeMap::new();
    let mut variables = BTreeMap::new();
    if let Some(tag) = tag {
        keys.insert(tag.value.clone(), ());
        variables.insert(segment(&tag.value), tag.value.clone());
    }
    for field in fields {
        check_field(context, field);
        if field.said.skip.is_some() || field.said.flatten.is_some() {
            continue;
        }
        if !is_key(&field.name) {
            context.error(&field.ident, "a key is made of A-Z, a-z, 0-9, _ and -; rename the field");
        }
        for name in std::iter::once(&field.name).chain(field.said.aliases.iter().map(|alias| &alias.value)) {
            if keys.insert(name.clone(), ()).is_some() {
                context.error(&field.ident, format_args!("two fields are named `{name}`"));
            }
        }
        if let Some(other) = variables.insert(segment(&field.name), field.name.clone()) {
            if other != field.name {
                let message = format!("`{other}` and `{}` share the variable `…_{}`", field.name, segment(&field.name));
                context.error(&field.ident, message);
            }
        }
    }
}

fn check_field(context: &mut Context, field: &Field) {
    let said = &field.said;
    contradictions(context, field);
    if said.skip.is_some() {
        return;
    }
    if names(&field.ty, "Credential") || names(&field.ty, "Dsn") || said.credential.is_some() {
        let literals = [&said.default, &said.dev_default].into_iter().flatten().map(|said| said.span);
        for default in literals.chain(said.default_with.iter().map(|said| said.span)) {
            context.error_at(default, "a credential has no default: it comes from where its environment allows it");
        }
    } else if says_credential(&field.name) && said.public.is_none() && is_plain_text(&field.ty) {
        let message = "the name says that this is a credential, and as plain text it would be printed; \
             make it a milieu::Credential, or say why it may be shown with #[config(public = \"why\")]";
        context.error(&field.ident, message);
    }
    let packed = packed(&field.ty);
    if let Some(range) = &said.range {
        if matches!(packed.as_str(), "String" | "bool" | "char" | "PathBuf" | "Option<String>" | "Option<bool>") {
            context.error_at(range.span, "a range bounds a number, and this is none");
        }
    }
    if let Some(relative) = &said.relative_to_file {
        if !names(&field.ty, "PathBuf") {
            context.error_at(relative.span, "only a PathBuf can be relative to the file that sets it");
        }
    }
    // what a module of its own reads may be spelt in any way
    for default in [&said.default, &said.dev_default].into_iter().flatten().filter(|_| said.with.is_none()) {
        check_default(context, field, &default.value.literal, default.value.span);
    }
}

fn contradictions(context: &mut Context, field: &Field) {
    let said = &field.said;
    let all = [
        ("default", said.default.as_ref().map(|s| s.span)),
        ("default_with", said.default_with.as_ref().map(|s| s.span)),
        ("dev_default", said.dev_default.as_ref().map(|s| s.span)),
        ("nested", said.nested.as_ref().map(|s| s.span)),
        ("flatten", said.flatten.as_ref().map(|s| s.span)),
        ("skip", said.skip.as_ref().map(|s| s.span)),
        ("rename", said.rename.as_ref().map(|s| s.span)),
        ("alias", said.aliases.first().map(|s| s.span)),
        ("variable", said.variables.first().map(|s| s.span)),
        ("with", said.with.as_ref().map(|s| s.span)),
        ("validate", said.validate.as_ref().map(|s| s.span)),
        ("range", said.range.as_ref().map(|s| s.span)),
        ("deprecated", said.deprecated.as_ref().map(|s| s.span)),
        ("dev_only", said.dev_only.as_ref().map(|s| s.span)),
        ("supplied", said.supplied.as_ref().map(|s| s.span)),
        ("parity", said.parity.as_ref().map(|s| s.span)),
        ("public", said.public.as_ref().map(|s| s.span)),
        ("expected", said.expected.as_ref().map(|s| s.span)),
        ("relative_to", said.relative_to_file.as_ref().map(|s| s.span)),
        ("credential", said.credential.as_ref().map(|s| s.span)),
        ("min_len", said.min_len.as_ref().map(|s| s.span)),
        ("vendor", said.vendor.as_ref().map(|s| s.span)),
        ("sources", said.sources.as_ref().map(|s| s.span)),
    ];
    let is_said = |name: &str| all.iter().any(|(other, span)| *other == name && span.is_some());
    for (name, span) in &all {
        let Some(span) = span else { continue };
        let against = match *name {
            _ if is_said("skip") && *name != "skip" => Some("skip"),
            "nested" | "validate" => None,
            _ if is_said("flatten") && *name != "flatten" => Some("flatten"),
            "credential" if is_said("nested") => Some("nested"),
            "range" if is_said("credential") => Some("credential"),
            "public" if is_said("credential") => Some("credential"),
            "default_with" if is_said("default") => Some("default"),
            "dev_default" if is_said("default") => Some("default"),
            "dev_default" if is_said("default_with") => Some("default_with"),
            "supplied" if is_said("default") => Some("default"),
            "supplied" if is_said("default_with") => Some("default_with"),
            _ => None,
        };
        if let Some(against) = against {
            context.error_at(*span, format_args!("`{name}` contradicts `{against}`"));
        }
    }
    if let (Some(with), Some(_)) = (&said.with, &said.nested) {
        context.error_at(with.span, "`with` contradicts `nested`");
    }
}

/// Holds a default against the type, where the tokens show what the type is.
fn check_default(context: &mut Context, field: &Field, literal: &Literal, span: proc_macro2::Span) {
    let packed = packed(&field.ty);
    let name = packed.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(&packed);
    let wanted = match (name, literal) {
        ("bool", Literal::Boolean(_)) | ("String", Literal::Text(_)) => None,
        ("bool", _) => Some("true or false"),
        ("String", _) => Some("a text in quotes"),
        ("f32" | "f64", Literal::Number(_)) => None,
        ("f32" | "f64", _) => Some("a number"),
        _ if name.starts_with("Vec<") && !matches!(literal, Literal::List(_)) => Some("a list between [ and ]"),
        _ => match (whole_number(&field.ty), literal) {
            (Some((min, max)), Literal::Number(Number::Integer(number))) => {
                let fits = *number >= min && u128::try_from(*number).map_or(true, |number| number <= max);
                (!fits).then_some("a number that fits the type")
            }
            (Some(_), _) => Some("a whole number"),
            (None, _) => None,
        },
    };
    if let Some(wanted) = wanted {
        return context.error_at(span, format_args!("the default of a {name} is {wanted}"));
    }
    if let (Some(range), Literal::Number(number)) = (&field.said.range, literal) {
        if !range.value.contains(*number) {
            context.error_at(span, "the default lies outside the range");
        }
    }
}
