//! Attributes to data. What an attribute means beside others is `valid`'s to judge.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, LitStr, Path, Token};

use crate::case::Case;
use crate::context::Context;
use crate::literal::{Range, Spanned};
use crate::meta::{
    Said, case, count, default, flag, key, parity, path, relative_to, sources, span, text, value, variable, words,
};

/// What is said on a type.
#[derive(Default)]
pub(crate) struct OnType {
    pub(crate) rename_all: Option<Said<Case>>,
    pub(crate) tag: Option<Said<String>>,
    pub(crate) validate: Option<Said<Path>>,
    pub(crate) krate: Option<Said<Path>>,
}

/// What is said on a variant.
#[derive(Default)]
pub(crate) struct OnVariant {
    pub(crate) rename: Option<Said<String>>,
    pub(crate) aliases: Vec<Said<String>>,
    pub(crate) rename_all: Option<Said<Case>>,
}

/// What is said on a field.
#[derive(Default)]
pub(crate) struct OnField {
    pub(crate) default: Option<Said<Spanned>>,
    pub(crate) default_with: Option<Said<Path>>,
    pub(crate) dev_default: Option<Said<Spanned>>,
    pub(crate) nested: Option<Said<()>>,
    pub(crate) flatten: Option<Said<()>>,
    pub(crate) skip: Option<Said<()>>,
    pub(crate) rename: Option<Said<String>>,
    pub(crate) aliases: Vec<Said<String>>,
    pub(crate) variables: Vec<Said<String>>,
    pub(crate) with: Option<Said<Path>>,
    pub(crate) validate: Option<Said<Path>>,
    pub(crate) range: Option<Said<Range>>,
    pub(crate) deprecated: Option<Said<String>>,
    pub(crate) dev_only: Option<Said<()>>,
    pub(crate) supplied: Option<Said<()>>,
    pub(crate) parity: Option<Said<&'static str>>,
    pub(crate) public: Option<Said<String>>,
    pub(crate) expected: Option<Said<String>>,
    pub(crate) relative_to_file: Option<Said<()>>,
    pub(crate) credential: Option<Said<()>>,
    pub(crate) min_len: Option<Said<u16>>,
    pub(crate) vendor: Option<Said<String>>,
    pub(crate) sources: Option<Said<&'static str>>,
}

const ON_TYPE: &[&str] = &["rename_all", "tag", "validate", "crate"];
const ON_VARIANT: &[&str] = &["rename", "alias", "rename_all"];
const ON_FIELD: &[&str] = &[
    "default",
    "default_with",
    "dev_default",
    "nested",
    "flatten",
    "skip",
    "rename",
    "alias",
    "variable",
    "with",
    "validate",
    "range",
    "deprecated",
    "dev_only",
    "supplied",
    "parity",
    "public",
    "expected",
    "relative_to",
    "credential",
    "min_len",
    "vendor",
    "sources",
];

impl OnType {
    pub(crate) fn read(context: &mut Context, attributes: &[Attribute]) -> Self {
        let mut said = Self::default();
        each(context, attributes, ON_TYPE, |context, name, meta| {
            match name {
                "rename_all" => set(context, name, &mut said.rename_all, case(meta)?),
                "tag" => set(context, name, &mut said.tag, key(meta)?),
                "validate" => set(context, name, &mut said.validate, path(meta)?),
                _ => set(context, name, &mut said.krate, path(meta)?),
            }
            Ok(())
        });
        said
    }
}

impl OnVariant {
    pub(crate) fn read(context: &mut Context, attributes: &[Attribute]) -> Self {
        let mut said = Self::default();
        each(context, attributes, ON_VARIANT, |context, name, meta| {
            match name {
                "rename" => set(context, name, &mut said.rename, text(meta)?),
                "alias" => said.aliases.push(text(meta)?),
                _ => set(context, name, &mut said.rename_all, case(meta)?),
            }
            Ok(())
        });
        said
    }
}

impl OnField {
    pub(crate) fn read(context: &mut Context, attributes: &[Attribute]) -> Self {
        let mut said = Self::default();
        each(context, attributes, ON_FIELD, |context, name, meta| {
            match name {
                "default" => set(context, name, &mut said.default, default(meta)?),
                "default_with" => set(context, name, &mut said.default_with, path(meta)?),
                "dev_default" => set(context, name, &mut said.dev_default, value(meta)?),
                "nested" => set(context, name, &mut said.nested, flag(meta)),
                "flatten" => set(context, name, &mut said.flatten, flag(meta)),
                "skip" => set(context, name, &mut said.skip, flag(meta)),
                "rename" => set(context, name, &mut said.rename, key(meta)?),
                "alias" => said.aliases.push(key(meta)?),
                "variable" => said.variables.push(variable(meta)?),
                "with" => set(context, name, &mut said.with, path(meta)?),
                "validate" => set(context, name, &mut said.validate, path(meta)?),
                "range" => set(context, name, &mut said.range, value(meta)?),
                "deprecated" => set(context, name, &mut said.deprecated, words(meta, "what to use instead")?),
                "dev_only" => set(context, name, &mut said.dev_only, flag(meta)),
                "supplied" => set(context, name, &mut said.supplied, flag(meta)),
                "parity" => set(context, name, &mut said.parity, parity(meta)?),
                "public" => {
                    let why = words(meta, "why the value may be shown");
                    // a blank reason is one mistake, and not also that of a missing one
                    let said_at = span(meta);
                    let why = why.unwrap_or_else(|error| {
                        context.push(error);
                        Said { value: String::new(), span: said_at }
                    });
                    set(context, name, &mut said.public, why);
                }
                "expected" => set(context, name, &mut said.expected, words(meta, "what is expected")?),
                "credential" => set(context, name, &mut said.credential, flag(meta)),
                "min_len" => set(context, name, &mut said.min_len, count(meta)?),
                "vendor" => set(context, name, &mut said.vendor, words(meta, "who issues the credential")?),
                "sources" => set(context, name, &mut said.sources, sources(meta)?),
                _ => set(context, name, &mut said.relative_to_file, relative_to(meta)?),
            }
            Ok(())
        });
        said
    }
}

/// Reads every `#[config(…)]`; a mistake in one attribute does not hide those in the next.
fn each(
    context: &mut Context,
    attributes: &[Attribute],
    known: &[&'static str],
    mut read: impl FnMut(&mut Context, &'static str, &ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("config")) {
        let result = attribute.parse_nested_meta(|meta| {
            let said = meta.path.to_token_stream().to_string();
            match known.iter().find(|name| **name == said) {
                Some(name) => {
                    if let Err(error) = read(context, name, &meta) {
                        context.push(error);
                        skip(&meta);
                    }
                }
                None => {
                    context.error(&meta.path, unknown(&said, known));
                    skip(&meta);
                }
            }
            Ok(())
        });
        if let Err(error) = result {
            context.push(error);
        }
    }
}

fn unknown(said: &str, known: &[&str]) -> String {
    let shared = |name: &str| name.chars().zip(said.chars()).take_while(|(a, b)| a == b).count();
    let letters = |name: &str| said.chars().filter(|c| name.contains(*c)).count();
    let near =
        |name: &&&str| name.len().abs_diff(said.len()) <= 2 && letters(name) + 1 >= said.len() && shared(name) > 0;
    match known.iter().filter(near).max_by_key(|name| shared(name)) {
        Some(name) => format!("unknown attribute; did you mean `{name}`?"),
        None => format!("unknown attribute; here there are {}", known.join(", ")),
    }
}

/// Goes on behind an attribute that was not understood, to the next comma.
fn skip(meta: &ParseNestedMeta<'_>) {
    while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
        if meta.input.parse::<proc_macro2::TokenTree>().is_err() {
            return;
        }
    }
}

fn set<T>(context: &mut Context, name: &str, slot: &mut Option<Said<T>>, said: Said<T>) {
    if slot.is_some() {
        context.error_at(said.span, format_args!("`{name}` is said twice"));
    } else {
        *slot = Some(said);
    }
}

/// The documentation comments, one space less in each line.
pub(crate) fn documentation(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let Ok(meta) = attribute.meta.require_name_value() else { continue };
        let Some(text) = literal_text(&meta.value) else { continue };
        lines.extend(text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()));
        if text.is_empty() {
            lines.push(String::new());
        }
    }
    lines.join("\n").trim().to_owned()
}

fn literal_text(value: &Expr) -> Option<String> {
    let tokens: TokenStream = value.to_token_stream();
    syn::parse2::<LitStr>(tokens).ok().map(|text| text.value())
}
