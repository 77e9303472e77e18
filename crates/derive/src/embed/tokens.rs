//! The constants that a program gets.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::layers::{Directory, File, Input, tracked};

use super::flat::{Item, Said};
use super::{Flat, plain};

/// A block whose value is an `Embedded`.
pub(super) fn expand(input: &Input, directory: &Directory) -> TokenStream {
    let Input { krate, ty, directory: name, environments } = input;
    let told = environments.clone().unwrap_or_else(|| quote!(&[]));
    let told_too = environments.as_ref().map(|environments| quote!(, #environments));
    let check = ty.as_ref().map(|ty| quote!(#krate::check_layers!(#ty, #name #told_too);));
    let mut consts = TokenStream::new();
    let mut files = TokenStream::new();
    for (number, file) in directory.files.iter().enumerate() {
        let (shown, stem) = (&file.shown, &file.stem);
        let twin = directory.files[..number].iter().find(|other| other.stem == *stem);
        let mut faults: Vec<String> = file.faults().collect();
        faults.extend(twin.map(|twin| {
            format!(
                "{shown}: stands beside the same file as .{}, and one was expected; keep one of them",
                twin.extension
            )
        }));
        if ty.is_none() {
            // with a type, all of it is said by the check
            consts.extend(refuse(krate, stem, &faults, &quote!(is_embedded)));
            consts.extend(refuse(krate, stem, &plain::credentials(file), &quote!(is_deployed)));
        }
        let content = format_ident!("__MILIEU_EMBEDDED_{number}");
        let said = content_of(file);
        if file.is_tracked {
            consts.extend(tracked(&name.value(), shown));
        }
        consts.extend(quote! {
            const #content: #krate::__private::Content = {
                use #krate::__private::{Content, Item, Linked, Said};
                #said
            };
        });
        files.extend(quote! {
            #krate::__private::EmbeddedFile::new(
                #shown,
                #stem,
                if #krate::__private::is_embedded(#stem, __MILIEU_ENVIRONMENTS, __MILIEU_CLASS) {
                    ::core::option::Option::Some(#content)
                } else {
                    ::core::option::Option::None
                },
            ),
        });
    }
    quote! {{
        #check
        const __MILIEU_CLASS: #krate::BuildClass =
            #krate::BuildClass::from_variable(::core::option_env!("MILIEU_BUILD"));
        const __MILIEU_ENVIRONMENTS: &[#krate::Environment] = #told;
        #consts
        const __MILIEU_FILES: &[#krate::__private::EmbeddedFile] = &[#files];
        #krate::Embedded::new(#name, __MILIEU_FILES)
    }}
}

/// What is wrong with a file does not compile, if some environment reads it.
fn refuse(krate: &syn::Path, stem: &str, lines: &[String], reads: &TokenStream) -> TokenStream {
    if lines.is_empty() {
        return TokenStream::new();
    }
    let text = lines.join("\n");
    quote! {
        const _: () = if #krate::__private::#reads(#stem, __MILIEU_ENVIRONMENTS, #krate::BuildClass::Development) {
            ::core::panic!("{}", #text)
        };
    }
}

fn content_of(file: &File) -> TokenStream {
    let flat = Flat::of(file);
    let containers = flat.items.iter().filter(|item| matches!(item.said, Said::List(_) | Said::Table(_))).count();
    let (entries, tables) = (flat.items.len(), containers + 1);
    let (text, items) = (&flat.text, flat.items.iter().map(item));
    let places = flat.items.iter().map(|item| {
        let places = item.places.map(Literal::u32_unsuffixed);
        quote!([#(#places),*])
    });
    quote! {
        const LINKED: &Linked<#entries, #tables> = &Linked::of(&[#(#items),*]);
        Content::new(#text, LINKED, &[#(#places),*])
    }
}

fn item(item: &Item) -> TokenStream {
    let number = Literal::u32_unsuffixed;
    let range = |(start, end): (u32, u32)| {
        let (start, end) = (number(start), number(end));
        quote!(#start, #end)
    };
    let (key, hash) = (range(item.key), number(item.hash));
    let said = match item.said {
        Said::Null => quote!(Null),
        Said::Boolean(value) => quote!(Boolean(#value)),
        Said::Integer(value) => {
            let value = Literal::i64_unsuffixed(value);
            quote!(Integer(#value))
        }
        Said::Wide(digits) => {
            let digits = range(digits);
            quote!(Wide(#digits))
        }
        Said::Float(value) => {
            // every one of them, `nan` too
            let bits = Literal::u64_unsuffixed(value.to_bits());
            quote!(Float(::core::primitive::f64::from_bits(#bits)))
        }
        Said::Text(text) => {
            let text = range(text);
            quote!(Text(#text))
        }
        Said::Datetime(text) => {
            let text = range(text);
            quote!(Datetime(#text))
        }
        Said::List(below) => {
            let below = number(below);
            quote!(List(#below))
        }
        Said::Table(below) => {
            let below = number(below);
            quote!(Table(#below))
        }
    };
    quote!(Item::new((#key), #hash, Said::#said))
}
