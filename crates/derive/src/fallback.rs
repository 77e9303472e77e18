//! Impls that are never run, so that a mistake in an attribute gives that one message and no others about missing impls.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, Path};

use crate::attr::OnType;
use crate::context::Context;

/// Writes the messages and the impls.
pub(crate) fn expand(input: &DeriveInput, errors: Option<Error>) -> TokenStream {
    let messages = errors.map(|errors| errors.to_compile_error());
    // the mistakes on the type itself have been noted already
    let said = OnType::read(&mut Context::default(), &input.attrs);
    let krate: Path = said.krate.map_or_else(|| syn::parse_quote!(::milieu), |said| said.value);
    let private = quote!(#krate::__private);
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let ident = &input.ident;
    quote! {
        #messages
        const _: () = {
            #[automatically_derived]
            impl #impl_generics #private::Config for #ident #ty_generics #where_clause {
                const SCHEMA: &'static #private::Schema = &#private::Schema::of_struct("", "", &[]);

                fn fields(_: &mut #private::Scope<'_>) -> ::core::option::Option<Self> {
                    ::core::option::Option::None
                }
            }
            #[automatically_derived]
            impl #impl_generics #private::Shape for #ident #ty_generics #where_clause {
                const KIND: #private::Kind = #private::Kind::Any;

                fn read(_: #private::Place<'_>) -> ::core::option::Option<Self> {
                    ::core::option::Option::None
                }
            }
        };
    }
}
