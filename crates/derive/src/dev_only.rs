//! `#[dev_only]`: an item that a deployable build does not have.

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Error;

use crate::class::{Class, tracking};
use crate::marker::mark;

/// Writes the item for this class of build.
pub(crate) fn expand(class: Result<Class, &'static str>, argument: &TokenStream, item: TokenStream) -> TokenStream {
    let mistake = if !argument.is_empty() {
        Some(Error::new_spanned(argument, "dev_only takes no argument; say why in a comment"))
    } else if let Some(receiver) = part_of_an_impl(item.clone()) {
        let words = "an item of an impl or a trait is not dev_only by itself; put it on the impl, or on the trait";
        Some(Error::new_spanned(receiver, words))
    } else {
        None
    };
    if let Some(mistake) = mistake {
        // the item stays, so that nobody is told of its absence too
        let message = mistake.to_compile_error();
        return quote!(#message #item);
    }
    let tracking = tracking();
    match class {
        Ok(Class::Development) => {
            let item = mark(item);
            quote!(#tracking #item)
        }
        Ok(Class::Deployable) => {
            // a condition that rustc sees, at the attribute: its own note then says that the item is gated there
            let gate = quote_spanned!(Span::call_site()=> #[cfg(any(test, doc))]);
            quote!(#tracking #gate #item)
        }
        Err(neither) => {
            let message = Error::new(Span::call_site(), neither).to_compile_error();
            quote!(#tracking #message #item)
        }
    }
}

/// What shows that a function belongs to an impl or a trait: its `self`, or a `Self` in what it takes and gives.
///
/// Of what shows nothing of the kind, such as a constant of an impl, rustc refuses the unnamed constant beside it.
fn part_of_an_impl(item: TokenStream) -> Option<TokenTree> {
    let mut tokens = item.into_iter();
    loop {
        match tokens.next()? {
            TokenTree::Ident(ident) if ident == "fn" => return of_a_type(tokens.collect()),
            TokenTree::Ident(ident) if !BEFORE_FN.iter().any(|word| ident == word) => return None,
            // of an attribute, a visibility, an ABI
            _ => {}
        }
    }
}

const BEFORE_FN: [&str; 7] = ["pub", "default", "const", "async", "unsafe", "safe", "extern"];

/// The first `self` or `Self` of a signature, `self::…` left out, which is a module.
fn of_a_type(signature: TokenStream) -> Option<TokenTree> {
    let mut tokens = signature.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match &token {
            TokenTree::Ident(ident) if ident == "Self" => Some(token),
            TokenTree::Ident(ident) if ident == "self" && !tokens.peek().is_some_and(begins_a_path) => Some(token),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => None,
            TokenTree::Group(group) => of_a_type(group.stream()),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn begins_a_path(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{Class, expand, part_of_an_impl};

    #[test]
    fn methods_are_told_from_functions() {
        for method in [
            quote!(fn pay(&self)),
            quote!(
                pub(crate) async unsafe fn pay(&'a mut self, cents: u64) -> u64 {}
            ),
            quote!(
                fn pay(self: Box<Self>) {}
            ),
            quote!(
                #[inline]
                const fn new() -> Self {}
            ),
            quote!(
                extern "C" fn all() -> Vec<Option<Self>>;
            ),
        ] {
            assert!(part_of_an_impl(method.clone()).is_some(), "{method}");
        }
        for free in [
            quote!(
                fn pay(cents: self::Cents) -> self::Paid {
                    impl A {
                        fn f(&self) {}
                    }
                }
            ),
            quote!(impl Pay for Mock { fn pay(&self) {} }),
            quote!(
                static PAY: fn(&Mock) = |mock| {};
            ),
            quote!(
                mod mock {
                    impl A {
                        fn f(self) {}
                    }
                }
            ),
        ] {
            assert!(part_of_an_impl(free.clone()).is_none(), "{free}");
        }
    }

    #[test]
    fn a_deployable_build_has_a_condition_in_front_of_the_item_as_it_stands() {
        let item = quote!(
            pub fn pay() {
                charge()
            }
        );
        let written = expand(Ok(Class::Deployable), &quote!(), item.clone()).to_string();
        assert!(written.ends_with(&quote!(#[cfg(any(test, doc))] #item).to_string()), "{written}");
        assert!(written.starts_with("const _ :") && written.contains("MILIEU_BUILD"), "{written}");
    }
}
