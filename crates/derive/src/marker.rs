//! Marks functions, so that a finished binary tells which of them were linked.
//!
//! Items are found by their tokens: reading whole functions would take a parser of all of Rust, which every user's build would
//! then build. A function is `fn`, a name, and the first braces outside of `<…>`.

use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree, token_stream};
use quote::quote;

/// How a record of a function begins; `milieu::artifact` looks for it.
const RECORD: &str = "[milieu.artifact/1;dev-only;";

type Tokens = Peekable<token_stream::IntoIter>;

/// Puts a marker at the start of every function in these items: of modules, impls and traits too, and of no macro's text.
pub(crate) fn mark(items: TokenStream) -> TokenStream {
    in_items(items, "")
}

/// `path` is what stands between the module and the function: the type, or nothing.
fn in_items(items: TokenStream, path: &str) -> TokenStream {
    let (mut tokens, mut out) = (items.into_iter().peekable(), TokenStream::new());
    while tokens.peek().is_some() {
        in_item(&mut tokens, path, &mut out);
    }
    out
}

fn in_item(tokens: &mut Tokens, path: &str, out: &mut TokenStream) {
    // what runs in constants, or has nothing but assembly in it, takes no marker
    let mut unmarked = false;
    while let Some(token) = tokens.next() {
        let kept = token.clone();
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                out.extend([kept]);
                out.extend(tokens.next_if(|next| is_punct(next, '!')));
                let attribute = tokens.next();
                unmarked |= attribute.as_ref().is_some_and(|group| group.to_string().contains("naked"));
                out.extend(attribute);
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => return out.extend([kept]),
            // the call of a macro, or `macro_rules!`
            TokenTree::Punct(punct) if punct.as_char() == '!' => {
                out.extend([kept]);
                return rest(tokens, out, |_| {});
            }
            TokenTree::Ident(ident) if ident == "fn" => {
                out.extend([kept]);
                return in_function(tokens, (path, unmarked), out);
            }
            TokenTree::Ident(ident) if ident == "mod" || ident == "impl" || ident == "trait" => {
                out.extend([kept]);
                return in_holder(&ident, tokens, out);
            }
            TokenTree::Ident(ident) if ident == "struct" || ident == "enum" => {
                out.extend([kept]);
                return rest(tokens, out, |_| {});
            }
            TokenTree::Ident(ident) if ident == "const" && tokens.peek().is_some_and(is_before_fn) => {
                unmarked = true;
                out.extend([kept]);
            }
            TokenTree::Ident(ident) if ["const", "static", "use", "type"].iter().any(|word| ident == word) => {
                out.extend([kept]);
                for token in tokens.by_ref() {
                    let is_last = is_punct(&token, ';');
                    out.extend([token]);
                    if is_last {
                        return;
                    }
                }
            }
            // a fragment that a macro was given: an item, a visibility
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                out.extend([regrouped(&group, in_items(group.stream(), path))]);
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return out.extend([kept]),
            _ => out.extend([kept]),
        }
    }
}

/// A module, an impl or a trait, behind its keyword.
fn in_holder(keyword: &Ident, tokens: &mut Tokens, out: &mut TokenStream) {
    let (mut name, mut is_over) = (String::new(), keyword == "mod");
    let braces = until_braces(tokens, out, |ident| {
        is_over |= ident == "where" || (keyword == "trait" && !name.is_empty());
        if !is_over && !["for", "dyn", "mut", "const", "impl"].iter().any(|word| ident == word) {
            name = format!("{ident}::");
        }
    });
    if let Some(braces) = braces {
        out.extend([regrouped(&braces, in_items(braces.stream(), &name))]);
    }
}

/// A function, behind `fn`.
fn in_function(tokens: &mut Tokens, (path, unmarked): (&str, bool), out: &mut TokenStream) {
    let name = tokens.peek().map(ToString::to_string).unwrap_or_default();
    let Some(body) = until_braces(tokens, out, |_| {}) else { return };
    if unmarked {
        return out.extend([TokenTree::Group(body)]);
    }
    let (mut inside, mut marked) = (body.stream().into_iter().peekable(), TokenStream::new());
    // attributes of the body stand first
    while let Some(hash) = inside.next_if(|token| is_punct(token, '#')) {
        if !inside.peek().is_some_and(|token| is_punct(token, '!')) {
            marked.extend(marker(path, &name));
            marked.extend([hash]);
            marked.extend(inside);
            return out.extend([regrouped(&body, marked)]);
        }
        marked.extend([hash]);
        marked.extend(inside.by_ref().take(2));
    }
    marked.extend(marker(path, &name));
    marked.extend(inside);
    out.extend([regrouped(&body, marked)]);
}

/// A statement that keeps a record in the binary iff its function is.
fn marker(path: &str, name: &str) -> TokenStream {
    let item = format!("::{path}{name}]");
    quote! {
        let _ = ::core::hint::black_box(::core::concat!(#RECORD, ::core::module_path!(), #item));
    }
}

/// The end of an item that holds no function to mark.
fn rest(tokens: &mut Tokens, out: &mut TokenStream, ident: impl FnMut(&Ident)) {
    let braces = until_braces(tokens, out, ident);
    out.extend(braces.map(TokenTree::Group));
}

/// Goes on to the first braces outside of `<…>` and gives them back, or to the `;` that stands in their place.
fn until_braces(tokens: &mut Tokens, out: &mut TokenStream, mut ident: impl FnMut(&Ident)) -> Option<Group> {
    let (mut depth, mut after_dash) = (0_usize, false);
    for token in tokens {
        match &token {
            TokenTree::Group(group) if depth == 0 => {
                if let Some(braces) = braces(group) {
                    return Some(braces);
                }
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                '<' => depth += 1,
                // the arrow of a return type closes nothing
                '>' if !after_dash => depth = depth.saturating_sub(1),
                ';' => {
                    out.extend([token]);
                    return None;
                }
                _ => {}
            },
            TokenTree::Ident(found) if depth == 0 => ident(found),
            _ => {}
        }
        after_dash =
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '-' && punct.spacing() == Spacing::Joint);
        out.extend([token]);
    }
    None
}

/// Braces, bare or as the fragment of a macro.
fn braces(group: &Group) -> Option<Group> {
    match group.delimiter() {
        Delimiter::Brace => Some(group.clone()),
        Delimiter::None => {
            let mut inner = group.stream().into_iter();
            match (inner.next(), inner.next()) {
                (Some(TokenTree::Group(inner)), None) => braces(&inner),
                _ => None,
            }
        }
        _ => None,
    }
}

fn regrouped(group: &Group, stream: TokenStream) -> TokenTree {
    let mut new = Group::new(group.delimiter(), stream);
    new.set_span(group.span());
    TokenTree::Group(new)
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// Whether a `const` before it belongs to a function.
fn is_before_fn(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(ident) if ["fn", "async", "unsafe", "safe", "extern"].iter().any(|word| ident == word))
}

#[cfg(test)]
#[path = "marker_tests.rs"]
mod tests;
