//! What the tokens of a type show without knowing the type.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;

/// The type as a person would write it.
pub(crate) fn written(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, close) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" ;", ";"),
        ("& ", "&"),
        ("[ ", "["),
        ("! [", "!["),
        ("! (", "!("),
        (" ]", "]"),
    ] {
        text = text.replace(spaced, close);
    }
    text
}

/// The type without any space, for comparing.
pub(crate) fn packed(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().split_whitespace().collect()
}

/// Whether an identifier stands in the tokens, on its own and not as a part of a longer path.
pub(crate) fn mentions(tokens: &impl ToTokens, ident: &Ident) -> bool {
    fn search(tokens: TokenStream, ident: &Ident) -> bool {
        let mut after_colon = false;
        for token in tokens {
            match &token {
                TokenTree::Group(group) if search(group.stream(), ident) => return true,
                TokenTree::Ident(found) if found == ident && !after_colon => return true,
                _ => {}
            }
            after_colon = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ':');
        }
        false
    }
    search(tokens.to_token_stream(), ident)
}

/// Whether the last segment of some path in the tokens has this name.
pub(crate) fn names(tokens: &impl ToTokens, name: &str) -> bool {
    fn search(tokens: TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => search(group.stream(), name),
            TokenTree::Ident(ident) => ident == name,
            _ => false,
        })
    }
    search(tokens.to_token_stream(), name)
}

/// Types that hold plain text or bytes, as far as tokens show.
pub(crate) fn is_plain_text(tokens: &impl ToTokens) -> bool {
    let packed = packed(tokens);
    let bare = packed
        .replace("std::", "")
        .replace("::", "")
        .replace("string", "")
        .replace("borrow", "")
        .replace("sync", "")
        .replace("rc", "")
        .replace("vec", "")
        .replace("option", "");
    let inner = ["Option<", "Vec<", "Box<", "Arc<"].iter().fold(bare.as_str(), |text, wrapper| {
        text.strip_prefix(wrapper).and_then(|rest| rest.strip_suffix('>')).unwrap_or(text)
    });
    matches!(inner, "String" | "str" | "[u8]" | "u8" | "Cow<'static,str>") && bare != "u8" && bare != "Option<u8>"
}

/// What an `Option` holds; `None` if the tokens are none.
pub(crate) fn inside_option(ty: &syn::Type) -> Option<&syn::Type> {
    let syn::Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// The whole numbers, with their bounds; `None` if the tokens are no such type, alone or in an `Option`.
pub(crate) fn whole_number(tokens: &impl ToTokens) -> Option<(i128, u128)> {
    let packed = packed(tokens);
    let name = packed.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(&packed);
    Some(match name {
        "u8" => (0, u8::MAX.into()),
        "u16" => (0, u16::MAX.into()),
        "u32" => (0, u32::MAX.into()),
        "u64" | "usize" => (0, u64::MAX.into()),
        "u128" => (0, u128::MAX),
        "i8" => (i8::MIN.into(), i8::MAX.unsigned_abs().into()),
        "i16" => (i16::MIN.into(), i16::MAX.unsigned_abs().into()),
        "i32" => (i32::MIN.into(), i32::MAX.unsigned_abs().into()),
        "i64" | "isize" => (i64::MIN.into(), i64::MAX.unsigned_abs().into()),
        "i128" => (i128::MIN, i128::MAX.unsigned_abs()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{is_plain_text, whole_number, written};
    use quote::quote;

    #[test]
    fn types_are_written_as_people_write_them() {
        assert_eq!(written(&quote!(Option<std::vec::Vec<u16>>)), "Option<std::vec::Vec<u16>>");
        assert_eq!(written(&quote!([u8; 4])), "[u8; 4]");
    }

    #[test]
    fn plain_text_is_seen_through_wrappers() {
        for ty in [
            quote!(String),
            quote!(Option<String>),
            quote!(Vec<String>),
            quote!(std::string::String),
            quote!(Box<str>),
            quote!(Vec<u8>),
        ] {
            assert!(is_plain_text(&ty), "{ty}");
        }
        for ty in [quote!(Credential), quote!(u8), quote!(Token), quote!(Option<u8>), quote!(PathBuf)] {
            assert!(!is_plain_text(&ty), "{ty}");
        }
        assert_eq!(whole_number(&quote!(Option<u8>)), Some((0, 255)));
    }
}
