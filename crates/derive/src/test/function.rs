//! A function that becomes several tests, as far as that has to be understood.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Token, Type, Visibility};

/// A function with one argument.
pub(super) struct Function {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) is_async: Option<Token![async]>,
    pub(super) name: Ident,
    /// With the parentheses.
    pub(super) arguments: TokenStream,
    /// From the arrow to the body.
    pub(super) output: TokenStream,
    /// With the braces.
    pub(super) body: TokenStream,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let is_async = input.parse()?;
        if !input.peek(Token![fn]) {
            return Err(input.error("expected a function, plain or async"));
        }
        input.parse::<Token![fn]>()?;
        let name = input.call(Ident::parse_any)?;
        if input.peek(Token![<]) {
            return Err(input.error("a test has no parameters but its environment"));
        }
        let arguments = if input.peek(syn::token::Paren) {
            input.parse::<proc_macro2::Group>()?
        } else {
            return Err(input.error(ONE));
        };
        if !syn::parse2::<Takes>(arguments.stream()).is_ok_and(|Takes(takes)| takes) {
            return Err(Error::new(arguments.span(), ONE));
        }
        let mut output = TokenStream::new();
        while !input.peek(syn::token::Brace) {
            output.extend([input.parse::<proc_macro2::TokenTree>()?]);
        }
        let body = input.parse::<proc_macro2::Group>()?;
        let (arguments, body) = (quote::quote!(#arguments), quote::quote!(#body));
        Ok(Self { attributes, visibility, is_async, name, arguments, output, body })
    }
}

const ONE: &str =
    "a test in several environments takes the one that it is in, and nothing else: (environment: milieu::Environment)";

/// Whether there is one argument, and nothing in it but a name and a type.
struct Takes(bool);

impl Parse for Takes {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Option<Token![mut]>>()?;
        let name = if input.peek(Token![_]) { input.call(Ident::parse_any)? } else { input.parse()? };
        input.parse::<Token![:]>()?;
        input.parse::<Type>()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(Self(name != "self" && input.is_empty()))
    }
}
