//! `check_layers!`: the constants that hold the files against a type, in the crate that has both.

use std::path::Path;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Error;

use super::directory::Directory;
use super::facts::facts;
use super::input::Input;

/// What the constants end in.
pub(crate) enum Ends {
    /// An item, which does not compile if anything was found.
    InAnError,
    /// An expression: what was found.
    InAReport,
}

/// Expands the macro.
pub(crate) fn check(input: TokenStream, ends: Ends) -> TokenStream {
    let constants = syn::parse2::<Input>(input).and_then(|input| Constants::read(&input));
    match (constants, ends) {
        (Ok(constants), Ends::InAnError) => {
            let Constants { items, report, .. } = constants;
            quote! {
                const _: () = {
                    #items
                    if !#report.is_empty() {
                        ::core::panic!("{}", #report.as_str());
                    }
                };
            }
        }
        (Ok(Constants { items, report, .. }), Ends::InAReport) => quote!({ #items #report }),
        (Err(error), _) => error.to_compile_error(),
    }
}

struct Constants {
    items: TokenStream,
    /// The name of the last.
    report: TokenStream,
}

/// The files that an application without environments of its own can have.
pub(crate) const STANDARD: [&str; 5] = ["base", "development", "production", "staging", "test"];

impl Constants {
    fn read(input: &Input) -> syn::Result<Self> {
        let Input { krate, directory, .. } = input;
        let Some(ty) = &input.ty else {
            return Err(Error::new(directory.span(), "expected the type that derives Config before the directory"));
        };
        let refuse = |words| Error::new(directory.span(), words);
        let root = manifest_directory().ok_or_else(|| {
            refuse(
                "the directory is looked for beside Cargo.toml, and CARGO_MANIFEST_DIR does not say where that is"
                    .to_owned(),
            )
        })?;
        let declares = input.environments.is_some();
        let wants = |stem: &str| declares || STANDARD.contains(&stem);
        let files = Directory::read(Path::new(&root), &directory.value(), wants).map_err(refuse)?.files;
        let environments = input.environments.clone().unwrap_or_else(|| quote!(&[]));
        let layers = quote!(#krate::__private::layers);
        let mut items = quote! {
            const __MILIEU_SCHEMA: &#krate::schema::Schema = <#ty as #krate::__private::Config>::SCHEMA;
            const __MILIEU_ENVIRONMENTS: &[#krate::Environment] = #environments;
        };
        let mut names = Vec::new();
        let mut found = Vec::new();
        for (number, file) in files.iter().enumerate() {
            let (facts, count) = facts(file);
            let name = format_ident!("__MILIEU_FILE_{number}");
            items.extend(quote! {
                const #name: #layers::File = {
                    #[allow(unused_imports)]
                    use #layers::{Entry, Fault, File, Node};
                    #facts
                };
            });
            if file.is_tracked {
                items.extend(tracked(&directory.value(), &file.shown));
            }
            let same = |other: &&super::File| other.stem == file.stem;
            // of two formats the first is read
            if !files[..number].iter().any(|other| same(&other)) {
                let beside = match files[number + 1..].iter().find(same) {
                    Some(other) => {
                        let extension = &other.extension;
                        quote!(::core::option::Option::Some(#extension))
                    }
                    None => quote!(::core::option::Option::None),
                };
                let judged = format_ident!("__MILIEU_FOUND_{number}");
                items.extend(quote! {
                    const #judged: #layers::Findings =
                        #layers::judge::<#count>(__MILIEU_SCHEMA, &#name, #beside, __MILIEU_ENVIRONMENTS);
                });
                found.push(judged);
            }
            names.push(name);
        }
        items.extend(quote! {
            const __MILIEU_MISSING: #layers::Findings =
                #layers::missing(__MILIEU_SCHEMA, [#(&#names),*], __MILIEU_ENVIRONMENTS);
            const __MILIEU_REPORT: #layers::Report =
                #layers::render(&[#(&#found,)* &__MILIEU_MISSING], __MILIEU_ENVIRONMENTS);
        });
        Ok(Self { items, report: quote!(__MILIEU_REPORT) })
    }
}

/// Cargo looks at what a constant includes, so it compiles again when the file changes or goes. The bytes are not used.
pub(crate) fn tracked(directory: &str, shown: &str) -> TokenStream {
    if Path::new(directory).is_absolute() {
        return quote!(
            const _: &[::core::primitive::u8] = ::core::include_bytes!(#shown);
        );
    }
    let inside = Literal::string(&format!("/{shown}"));
    quote! {
        const _: &[::core::primitive::u8] =
            ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #inside));
    }
}

/// Where the files are looked for.
#[expect(clippy::disallowed_methods, reason = "cargo says there which package is compiled")]
pub(crate) fn manifest_directory() -> Option<std::ffi::OsString> {
    std::env::var_os("CARGO_MANIFEST_DIR")
}
