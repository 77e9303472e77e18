//! Values that attributes spell: defaults and ranges.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Lit, Path, Token, braced, bracketed};

/// A default, as a configuration file would say it.
#[derive(Clone)]
pub(crate) enum Literal {
    Text(String),
    Number(Number),
    Boolean(bool),
    List(Vec<Self>),
    EmptyTable,
}

/// A number of a default or a range.
#[derive(Clone, Copy)]
pub(crate) enum Number {
    Integer(i128),
    Float(f64),
}

/// A default and where it stands.
pub(crate) struct Spanned {
    pub(crate) literal: Literal,
    pub(crate) span: Span,
}

/// The bounds of a number.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    pub(crate) min: Option<Number>,
    pub(crate) max: Option<Number>,
    pub(crate) max_included: bool,
}

impl Parse for Spanned {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let span = input.span();
        Ok(Self { literal: Literal::parse(input, 0)?, span })
    }
}

impl Literal {
    fn parse(input: ParseStream<'_>, depth: usize) -> syn::Result<Self> {
        const DEEPEST: usize = 8;
        let wanted = "expected a text, a number, true, false, a list of them, or {}";
        if input.peek(syn::token::Brace) {
            let content;
            let brace = braced!(content in input);
            if content.is_empty() {
                return Ok(Self::EmptyTable);
            }
            content.parse::<TokenStream>()?;
            return Err(syn::Error::new(
                brace.span.join(),
                "a default table can only be empty; compute others with default_with",
            ));
        }
        if input.peek(syn::token::Bracket) {
            let content;
            bracketed!(content in input);
            if depth >= DEEPEST {
                return Err(content.error("a default list is nested at most 8 levels deep"));
            }
            let mut items = Vec::new();
            while !content.is_empty() {
                items.push(Self::parse(&content, depth + 1)?);
                if !content.is_empty() {
                    content.parse::<Token![,]>()?;
                }
            }
            return Ok(Self::List(items));
        }
        if input.peek(Token![-]) {
            return number(input).map(Self::Number);
        }
        let lookahead: Lit = input.fork().parse().map_err(|error| syn::Error::new(error.span(), wanted))?;
        match lookahead {
            Lit::Str(text) => {
                input.parse::<Lit>()?;
                Ok(Self::Text(text.value()))
            }
            Lit::Char(letter) => {
                input.parse::<Lit>()?;
                Ok(Self::Text(letter.value().to_string()))
            }
            Lit::Bool(value) => {
                input.parse::<Lit>()?;
                Ok(Self::Boolean(value.value))
            }
            Lit::Int(_) | Lit::Float(_) => number(input).map(Self::Number),
            other => Err(syn::Error::new(other.span(), wanted)),
        }
    }

    pub(crate) fn tokens(&self, krate: &Path) -> TokenStream {
        match self {
            Self::Text(text) => quote!(#krate::__private::Literal::Text(#text)),
            Self::Number(number) => {
                let number = number.tokens(krate);
                quote!(#krate::__private::Literal::Number(#number))
            }
            Self::Boolean(value) => quote!(#krate::__private::Literal::Boolean(#value)),
            Self::List(items) => {
                let items = items.iter().map(|item| item.tokens(krate));
                quote!(#krate::__private::Literal::List(&[#(#items),*]))
            }
            Self::EmptyTable => quote!(#krate::__private::Literal::EmptyTable),
        }
    }
}

impl Number {
    pub(crate) fn tokens(self, krate: &Path) -> TokenStream {
        match self {
            Self::Integer(number) => quote!(#krate::__private::Number::Integer(#number)),
            Self::Float(number) => quote!(#krate::__private::Number::Float(#number)),
        }
    }

    fn as_f64(self) -> f64 {
        match self {
            Self::Integer(number) => number as f64,
            Self::Float(number) => number,
        }
    }
}

fn number(input: ParseStream<'_>) -> syn::Result<Number> {
    let sign = if input.peek(Token![-]) {
        input.parse::<Token![-]>()?;
        "-"
    } else {
        ""
    };
    match input.parse::<Lit>()? {
        Lit::Int(number) => format!("{sign}{}", number.base10_digits())
            .parse()
            .map(Number::Integer)
            .map_err(|_| syn::Error::new(number.span(), "the number does not fit 128 bits with a sign")),
        Lit::Float(number) => format!("{sign}{}", number.base10_digits())
            .parse()
            .map(Number::Float)
            .map_err(|_| syn::Error::new(number.span(), "expected a number")),
        other => Err(syn::Error::new(other.span(), "expected a number")),
    }
}

impl Parse for Range {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let is_range = |input: ParseStream<'_>| input.peek(Token![..=]) || input.peek(Token![..]);
        let span = input.span();
        let min = if is_range(input) { None } else { Some(number(input)?) };
        let max_included = if input.peek(Token![..=]) {
            input.parse::<Token![..=]>()?;
            true
        } else if input.peek(Token![..]) {
            input.parse::<Token![..]>()?;
            false
        } else {
            return Err(syn::Error::new(span, "expected a range such as 1..=512"));
        };
        let max = if input.is_empty() || input.peek(Token![,]) { None } else { Some(number(input)?) };
        let range = Self { min, max, max_included };
        match (min, max) {
            (None, None) => Err(syn::Error::new(span, "the range has no bound; name one, such as 1.. or ..=512")),
            (Some(min), Some(max)) if min.as_f64() > max.as_f64() || !max_included && min.as_f64() >= max.as_f64() => {
                Err(syn::Error::new(span, "no number lies in this range"))
            }
            _ => Ok(range),
        }
    }
}

impl Range {
    /// Whether a literal default lies in the range.
    pub(crate) fn contains(self, number: Number) -> bool {
        let number = number.as_f64();
        let low = self.min.is_none_or(|min| number >= min.as_f64());
        let high =
            self.max.is_none_or(|max| if self.max_included { number <= max.as_f64() } else { number < max.as_f64() });
        low && high
    }

    pub(crate) fn tokens(self, krate: &Path) -> TokenStream {
        let bound = |number: Option<Number>| match number {
            Some(number) => {
                let number = number.tokens(krate);
                quote!(::core::option::Option::Some(#number))
            }
            None => quote!(::core::option::Option::None),
        };
        let (min, max, included) = (bound(self.min), bound(self.max), self.max_included);
        quote!(#krate::__private::Range::new(#min, #max, #included))
    }
}
