//! What stands between the parentheses of `#[test(…)]`.

use proc_macro2::Span;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Path, Token};

/// `ENVIRONMENTS, environments(qa, "eu-production"), crate = path`: the constant and the path may be missing.
pub(super) struct Argument {
    pub(super) milieu: Path,
    /// The constant that declares the application's own.
    pub(super) declared: Option<Path>,
    pub(super) environments: Vec<Named>,
}

/// The name of an environment, and where it was said.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) span: Span,
}

const STANDARD: [&str; 4] = ["development", "test", "staging", "production"];

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (mut milieu, mut declared, mut environments) = (None, None, None);
        while !input.is_empty() {
            let start = input.span();
            let twice = || Error::new(start, "is said twice");
            if input.peek(Token![crate]) && input.peek2(Token![=]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                if milieu.replace(path(input)?).is_some() {
                    return Err(twice());
                }
            } else {
                let path = path(input)?;
                if path.is_ident("environments") && input.peek(syn::token::Paren) {
                    let names;
                    syn::parenthesized!(names in input);
                    let named: Vec<Named> = names.parse_terminated(Named::parse, Token![,])?.into_iter().collect();
                    if environments.replace((path, named)).is_some() {
                        return Err(twice());
                    }
                } else if !input.is_empty() && !input.peek(Token![,]) {
                    return Err(Error::new(start, EXPECTED));
                } else if declared.replace(path).is_some() {
                    return Err(Error::new(start, "expected one constant that declares environments"));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        let environments: Vec<Named> = match environments {
            None => return Err(Error::new(Span::call_site(), EXPECTED)),
            Some((path, named)) if named.is_empty() => return Err(Error::new_spanned(path, EXPECTED)),
            Some((_, named)) => named,
        };
        for (at, named) in environments.iter().enumerate() {
            if environments[..at].iter().any(|before| before.name == named.name) {
                return Err(Error::new(named.span, "is named twice"));
            }
            if declared.is_none() && !STANDARD.contains(&named.name.as_str()) {
                let words = format!(
                    "`{0}` is no environment that every application has ({1}); name the constant that declares it first: \
                     test(ENVIRONMENTS, environments({0}))",
                    named.name,
                    STANDARD.join(", "),
                );
                return Err(Error::new(named.span, words));
            }
        }
        let milieu = match milieu {
            Some(path) => path,
            None => syn::parse2(quote!(::milieu))?,
        };
        Ok(Self { milieu, declared, environments })
    }
}

const EXPECTED: &str = "expected the environments to test in, such as test(environments(development, staging))";

/// As elsewhere, a path may also stand in quotes.
fn path(input: ParseStream<'_>) -> syn::Result<Path> {
    if input.peek(LitStr) {
        return input.parse::<LitStr>()?.parse();
    }
    let start = input.span();
    input.call(Path::parse_mod_style).map_err(|_| Error::new(start, EXPECTED))
}

impl Parse for Named {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (name, span) = if input.peek(LitStr) {
            let text = input.parse::<LitStr>()?;
            (text.value(), text.span())
        } else {
            let start = input.span();
            let ident = input.call(Ident::parse_any).map_err(|_| Error::new(start, NAME))?;
            // a dash that is not in quotes
            if !input.is_empty() && !input.peek(Token![,]) {
                return Err(Error::new(start, NAME));
            }
            (ident.unraw().to_string(), ident.span())
        };
        let rest = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.bytes().all(rest) {
            return Err(Error::new(span, NAME));
        }
        Ok(Self { name, span })
    }
}

const NAME: &str = "expected the name of an environment: staging, or in quotes if it has a dash, \"eu-production\"";
