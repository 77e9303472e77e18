//! The value of one attribute, in the form that it wants.

use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::{LitInt, LitStr, Path, PathArguments, Token};

use crate::case::Case;
use crate::name::{is_key, is_variable};

/// A value and where it was said.
pub(crate) struct Said<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

pub(crate) fn flag(meta: &ParseNestedMeta<'_>) -> Said<()> {
    Said { value: (), span: span(meta) }
}

pub(crate) fn span(meta: &ParseNestedMeta<'_>) -> Span {
    meta.path.get_ident().map_or_else(Span::call_site, proc_macro2::Ident::span)
}

pub(crate) fn value<T: syn::parse::Parse>(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<T>> {
    let value = meta.value()?.parse()?;
    Ok(Said { value, span: span(meta) })
}

/// A default, which serde lets do without a value.
pub(crate) fn default<T: syn::parse::Parse>(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<T>> {
    if !meta.input.peek(Token![=]) {
        let words =
            "a default needs a value, such as default = 8080; default_with = Default::default takes that of the type";
        return Err(syn::Error::new(span(meta), words));
    }
    value(meta)
}

pub(crate) fn path(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<Path>> {
    let input = meta.value()?;
    let span = input.span();
    // as elsewhere, the path may also stand in quotes
    let path = if input.peek(LitStr) { input.parse::<LitStr>()?.parse() } else { input.parse::<Path>() };
    let mut path = path.map_err(|_| syn::Error::new(span, "expected a path"))?;
    for segment in &mut path.segments {
        match &mut segment.arguments {
            PathArguments::None => {}
            // where it is called, `As<T>` has to be `As::<T>`
            PathArguments::AngleBracketed(arguments) => arguments.colon2_token = Some(<Token![::]>::default()),
            PathArguments::Parenthesized(_) => return Err(syn::Error::new(span, "expected a path")),
        }
    }
    Ok(Said { value: path, span })
}

fn string(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    let input = meta.value()?;
    input.parse().map_err(|error: syn::Error| syn::Error::new(error.span(), "expected a text in quotes"))
}

pub(crate) fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<String>> {
    let text = string(meta)?;
    if text.value().is_empty() {
        return Err(syn::Error::new(text.span(), "the name is empty"));
    }
    Ok(Said { value: text.value(), span: text.span() })
}

pub(crate) fn key(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<String>> {
    let text = string(meta)?;
    if !is_key(&text.value()) {
        return Err(syn::Error::new(text.span(), "a key is made of A-Z, a-z, 0-9, _ and -"));
    }
    Ok(Said { value: text.value(), span: text.span() })
}

pub(crate) fn variable(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<String>> {
    let text = string(meta)?;
    if !is_variable(&text.value()) {
        return Err(syn::Error::new(text.span(), "a variable is named with A-Z, 0-9 and _, no digit first"));
    }
    Ok(Said { value: text.value(), span: text.span() })
}

pub(crate) fn words(meta: &ParseNestedMeta<'_>, what: &str) -> syn::Result<Said<String>> {
    let text = string(meta)?;
    if text.value().trim().is_empty() {
        return Err(syn::Error::new(text.span(), format_args!("the text is blank; say {what}")));
    }
    Ok(Said { value: text.value(), span: text.span() })
}

pub(crate) fn case(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<Case>> {
    let text = string(meta)?;
    match Case::from_name(&text.value()) {
        Some(value) => Ok(Said { value, span: text.span() }),
        None => Err(syn::Error::new(text.span(), format_args!("unknown spelling; there are {}", Case::NAMES))),
    }
}

pub(crate) fn parity(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<&'static str>> {
    let text = string(meta)?;
    let value = match text.value().as_str() {
        "same" => "Same",
        "varies" => "Varies",
        "distinct" => "Distinct",
        _ => return Err(syn::Error::new(text.span(), "parity is same, varies or distinct")),
    };
    Ok(Said { value, span: text.span() })
}

pub(crate) fn relative_to(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<()>> {
    let text = string(meta)?;
    if text.value() == "file" {
        Ok(Said { value: (), span: text.span() })
    } else {
        Err(syn::Error::new(text.span(), "a path is relative to \"file\", or stays as it is written"))
    }
}

/// A whole number of bytes.
pub(crate) fn count(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<u16>> {
    let number: LitInt = meta.value()?.parse()?;
    let wanted = |_| syn::Error::new(number.span(), "a length is a whole number of bytes from 0 to 65535");
    Ok(Said { value: number.base10_parse().map_err(wanted)?, span: number.span() })
}

/// The name of a set of sources.
pub(crate) fn sources(meta: &ParseNestedMeta<'_>) -> syn::Result<Said<&'static str>> {
    let text = string(meta)?;
    let value = match text.value().as_str() {
        "strict" => "STRICT",
        "platform" => "PLATFORM",
        _ => return Err(syn::Error::new(text.span(), "sources are strict or platform")),
    };
    Ok(Said { value, span: text.span() })
}
