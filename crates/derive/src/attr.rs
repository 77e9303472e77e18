//! Attributes to data. What an attribute means beside others is `valid`'s to judge.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, LitStr, Path, Token};

use crate::case::Case;
use crate::context::Context;
use crate::literal::{Range, Spanned};
use crate::name::{is_key, is_variable};

/// A value and where it was said.
pub(crate) struct Said<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

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
}

const ON_TYPE: &[&str] = &["rename_all", "tag", "validate", "crate"];
const ON_VARIANT: &[&str] = &["rename", "alias", "rename_all"];
const ON_FIELD: &[&str] = &[
    "default",
    "default_with",
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
                "default" => set(context, name, &mut said.default, value(meta)?),
                "default_with" => set(context, name, &mut said.default_with, path(meta)?),
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

fn flag(meta: &ParseNestedMeta<'_>) -> Said<()> {
    Said { value: (), span: span(meta) }
}

fn span(meta: &ParseNestedMeta<'_>) -> Span {
    meta.path.get_ident().map_or_else(Span::call_site, proc_macro2::Ident::span)
}

fn value<T: syn::parse::Parse>(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<T>> {
    let value = meta.value()?.parse()?;
    Ok(Said { value, span: span(meta) })
}

fn path(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<Path>> {
    let input = meta.value()?;
    // as elsewhere, the path may also stand in quotes
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return Ok(Said { value: text.parse()?, span: text.span() });
    }
    let start = input.span();
    let path = input.call(Path::parse_mod_style).map_err(|_| syn::Error::new(start, "expected a path"))?;
    Ok(Said { value: path, span: start })
}

fn string(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    let input = meta.value()?;
    input.parse().map_err(|error: syn::Error| syn::Error::new(error.span(), "expected a text in quotes"))
}

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<String>> {
    let text = string(meta)?;
    if text.value().is_empty() {
        return Err(syn::Error::new(text.span(), "the name is empty"));
    }
    Ok(Said { value: text.value(), span: text.span() })
}

fn key(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<String>> {
    let text = string(meta)?;
    if !is_key(&text.value()) {
        return Err(syn::Error::new(text.span(), "a key is made of A-Z, a-z, 0-9, _ and -"));
    }
    Ok(Said { value: text.value(), span: text.span() })
}

fn variable(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<String>> {
    let text = string(meta)?;
    if !is_variable(&text.value()) {
        return Err(syn::Error::new(text.span(), "a variable is named with A-Z, 0-9 and _, no digit first"));
    }
    Ok(Said { value: text.value(), span: text.span() })
}

fn words(meta: &ParseNestedMeta<'_>, what: &str) -> syn::Result<Said<String>> {
    let text = string(meta)?;
    if text.value().trim().is_empty() {
        return Err(syn::Error::new(text.span(), format_args!("the text is blank; say {what}")));
    }
    Ok(Said { value: text.value(), span: text.span() })
}

fn case(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<Case>> {
    let text = string(meta)?;
    match Case::from_name(&text.value()) {
        Some(value) => Ok(Said { value, span: text.span() }),
        None => Err(syn::Error::new(text.span(), format_args!("unknown spelling; there are {}", Case::NAMES))),
    }
}

fn parity(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<&'static str>> {
    let text = string(meta)?;
    let value = match text.value().as_str() {
        "same" => "Same",
        "varies" => "Varies",
        "distinct" => "Distinct",
        _ => return Err(syn::Error::new(text.span(), "parity is same, varies or distinct")),
    };
    Ok(Said { value, span: text.span() })
}

fn relative_to(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<()>> {
    let text = string(meta)?;
    if text.value() == "file" {
        Ok(Said { value: (), span: text.span() })
    } else {
        Err(syn::Error::new(text.span(), "a path is relative to \"file\", or stays as it is written"))
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
