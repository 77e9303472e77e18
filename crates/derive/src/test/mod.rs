//! `#[test(environments(…))]`: one function as a test of each environment that it names.

mod argument;
mod function;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Error};

use argument::{Argument, Named};
use function::Function;

/// Writes the function as it is, and beside it a module of its name with a test for each environment.
pub(crate) fn expand(argument: TokenStream, item: TokenStream) -> TokenStream {
    let read = || Ok((syn::parse2::<Argument>(argument)?, syn::parse2::<Function>(item)?));
    read().and_then(|(argument, function)| write(&argument, function)).unwrap_or_else(Error::into_compile_error)
}

fn write(argument: &Argument, function: Function) -> syn::Result<TokenStream> {
    let Function { attributes, visibility, is_async, name, arguments, output, body } = function;
    let of_conditions = |attribute: &&Attribute| attribute.path().is_ident("cfg");
    let conditions: Vec<_> = attributes.iter().filter(of_conditions).collect();
    let stays = |attribute: &&Attribute| STAYING.iter().any(|name| attribute.path().is_ident(name));
    let own: Vec<_> = attributes.iter().filter(stays).collect();
    let passed = attributes.iter().filter(|attribute| !stays(attribute) && !of_conditions(attribute));
    let passed: Vec<TokenStream> = passed.map(|attribute| from_inside(quote!(#attribute))).collect();
    let test = match attributes.iter().any(makes_a_test) {
        true => None,
        false if is_async.is_some() => {
            let words = "an async test needs the attribute of a runtime beneath this one, such as #[tokio::test]";
            return Err(Error::new_spanned(is_async, words));
        }
        // by its whole path, since `test` may be this very attribute here
        false => Some(quote!(#[::core::prelude::v1::test])),
    };
    let wait = is_async.map(|_| quote!(.await));
    let inside = from_inside(output.clone());
    let checks = argument.environments.iter().map(|named| {
        let environment = environment(argument, named, |path| path);
        let milieu = &argument.milieu;
        quote!(#(#conditions)* const _: #milieu::Environment = #environment;)
    });
    let tests = argument.environments.iter().map(|named| {
        let (environment, test_name) = (environment(argument, named, from_inside), function_name(named));
        quote! {
            #test
            #(#passed)*
            #is_async fn #test_name() #inside {
                super::#name(const { #environment }) #wait
            }
        }
    });
    Ok(quote! {
        #(#checks)*
        #(#own)*
        #(#conditions)*
        #[cfg(test)]
        #visibility #is_async fn #name #arguments #output #body
        #(#conditions)*
        #[cfg(test)]
        mod #name {
            #[allow(unused_imports, clippy::wildcard_imports, reason = "what attributes and types name is out there")]
            use super::*;
            #(#tests)*
        }
    })
}

/// What is said of a function's body and signature, and not of what a test is.
const STAYING: &[&str] =
    &["allow", "deny", "deprecated", "doc", "expect", "forbid", "inline", "must_use", "track_caller", "warn"];

/// Whether an attribute makes a test of a function: `test` by whatever path, and those of well-known crates.
fn makes_a_test(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    // that one looks at a test, and makes none
    matches!(last.as_str(), "test" | "rstest" | "gtest") || last.ends_with("_test") && last != "traced_test"
}

/// An expression for the environment, which does not compile where nobody has declared it.
fn environment(argument: &Argument, named: &Named, path: impl Fn(TokenStream) -> TokenStream) -> TokenStream {
    let (milieu, name) = (&argument.milieu, &named.name);
    // so that the compiler points at the name, and finds what the path says where the path was said
    let milieu = quote!(#milieu).into_iter().map(|mut token| {
        token.set_span(named.span.resolved_at(token.span()));
        token
    });
    let milieu: TokenStream = milieu.collect();
    let (declared, words) = match &argument.declared {
        Some(declared) => {
            let declared_in = crate::tokens::written(declared);
            let words =
                format!("`{name}` is declared neither in {declared_in} nor as one of the standard environments");
            (path(quote!(#declared)), words)
        }
        None => (quote!(&[]), String::new()),
    };
    quote_spanned!(named.span=> #milieu::__private::environment(#declared, #name, #words))
}

/// The name of a test; `-` cannot stand in one.
fn function_name(named: &Named) -> Ident {
    let name = named.name.replace('-', "_");
    let mut ident = syn::parse_str::<Ident>(&name).unwrap_or_else(|_| format_ident!("{name}_"));
    ident.set_span(named.span);
    ident
}

/// The same paths, said one module further in.
fn from_inside(tokens: TokenStream) -> TokenStream {
    let mut out = Vec::new();
    let mut colons = 0;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let begins_path = colons < 2;
        colons = if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ':') { colons + 1 } else { 0 };
        let goes_on = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        match token {
            TokenTree::Ident(ident) if begins_path && goes_on && (ident == "self" || ident == "super") => {
                let outer = Ident::new("super", ident.span());
                let further = (ident == "super").then(|| quote!(::#outer));
                out.extend(quote!(#outer #further));
            }
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), from_inside(group.stream()));
                inner.set_span(group.span());
                out.push(inner.into());
            }
            token => out.push(token),
        }
    }
    out.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{expand, from_inside};

    #[test]
    fn paths_are_said_from_inside_of_the_module() {
        for (outside, inside) in [
            (quote!(-> Result<(), self::Error>), quote!(-> Result<(), super::Error>)),
            (
                quote!(-> Box<dyn Fn(self::A, super::B) -> ::c::D>),
                quote!(-> Box<dyn Fn(super::A, super::super::B) -> ::c::D>),
            ),
            (quote!(super::super::A), quote!(super::super::super::A)),
            (quote!(#[self::rt::test(flavor = "self::x")]), quote!(#[super::rt::test(flavor = "self::x")])),
            (quote!(crate::A<Result<(), std::io::Error>>), quote!(crate::A<Result<(), std::io::Error>>)),
        ] {
            assert_eq!(from_inside(outside).to_string(), inside.to_string());
        }
    }

    fn written(argument: proc_macro2::TokenStream, item: proc_macro2::TokenStream) -> String {
        expand(argument, item).to_string()
    }

    #[test]
    fn attributes_of_a_test_go_to_the_tests_and_those_of_a_body_stay() {
        let item = quote!(
            /// Starts.
            #[expect(unused)]
            #[tokio::test(start_paused = true)]
            #[cfg(unix)]
            #[ignore = "slow"]
            async fn starts(environment: Environment) {}
        );
        let text = written(quote!(environments(test, staging)), item);
        for (tokens, count) in [
            (quote!(#[doc = r" Starts."] #[expect(unused)] #[cfg(unix)] #[cfg(test)] async fn starts), 1),
            (quote!(#[expect(unused)]), 1),
            (quote!(#[tokio::test(start_paused = true)] #[ignore = "slow"] async fn test()), 1),
            (quote!(#[tokio::test(start_paused = true)] #[ignore = "slow"] async fn staging()), 1),
            (quote!(#[cfg(unix)] #[cfg(test)] mod starts), 1),
            (quote!(#[cfg(unix)] const _: ::milieu::Environment =), 2),
            (quote!(.await), 2),
            (quote!(prelude), 0),
        ] {
            assert_eq!(text.matches(&tokens.to_string()).count(), count, "{tokens} in {text}");
        }
    }

    #[test]
    fn a_function_without_a_test_attribute_gets_one() {
        let tests = |item| written(quote!(environments("eu-1", r#loop)), item);
        let refused = tests(quote!(
            fn starts(_: Environment) {}
        ));
        assert!(refused.contains("is no environment that every application has"), "{refused}");
        let tests = |item| written(quote!(self::ALL, environments("eu-1", r#loop), crate = shop::milieu), item);
        assert!(
            tests(quote!(
                #[traced_test]
                fn starts(_: Environment) {}
            ))
            .contains("core :: prelude :: v1 :: test")
        );
        assert!(
            !tests(quote!(
                #[my_test]
                fn starts(_: Environment) {}
            ))
            .contains("core :: prelude :: v1 :: test")
        );
        let text = tests(quote!(
            #[ignore]
            fn starts(_: Environment) -> Result<(), E> {}
        ));
        for tokens in [
            quote!(#[::core::prelude::v1::test] #[ignore] fn eu_1() -> Result<(), E>),
            quote!(#[::core::prelude::v1::test] #[ignore] fn loop_() -> Result<(), E>),
            quote!(const _: shop::milieu::Environment = shop::milieu::__private::environment(self::ALL, "eu-1")),
            quote!(super::starts(const { shop::milieu::__private::environment(super::ALL, "eu-1") })),
        ] {
            let tokens = tokens.to_string();
            let begins = tokens.trim_end_matches([')', '}', ' ', ',']);
            assert!(text.contains(begins), "{begins} in {text}");
        }
        for attribute in [quote!(#[test]), quote!(#[rstest]), quote!(#[wasm_bindgen_test]), quote!(#[sqlx::test])] {
            let text = tests(quote!(#attribute fn starts(_: Environment) {}));
            assert!(!text.contains("prelude"), "{text}");
        }
    }
}
