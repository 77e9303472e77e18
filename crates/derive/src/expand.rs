//! The tree to code.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Generics, WhereClause};

use crate::ast::{Field, Holds, Item, Shape, Variant};
use crate::describe::schema_fields;
use crate::tokens::{inside_option, names, packed};

/// Writes the impls.
pub(crate) fn expand(item: &Item) -> TokenStream {
    let body = match &item.shape {
        Shape::Struct(fields) => of_struct(item, fields),
        Shape::Choice(variants) => of_choice(item, variants),
        Shape::Tagged(variants) => of_tagged(item, variants),
    };
    quote! {
        const _: () = { #body };
    }
}

/// The parts of every impl's head.
struct Head {
    private: TokenStream,
    where_clause: Option<WhereClause>,
}

fn head(item: &Item) -> Head {
    let private = item.private();
    let mut generics: Generics = item.generics.clone();
    let mut bounds = Vec::new();
    let fields: Vec<&Field> = match &item.shape {
        Shape::Struct(fields) => fields.iter().collect(),
        Shape::Choice(_) => Vec::new(),
        Shape::Tagged(variants) => variants
            .iter()
            .flat_map(|variant| match &variant.holds {
                Holds::Fields(fields) => fields.as_slice(),
                _ => &[],
            })
            .collect(),
    };
    for field in fields.into_iter().filter(|field| field.is_generic) {
        let ty = &field.ty;
        if field.said.skip.is_some() {
            bounds.push(quote!(#ty: ::core::default::Default));
        } else if field.said.flatten.is_some() {
            bounds.push(quote!(#ty: #private::Config));
        } else if field.said.nested.is_some() {
            bounds.push(quote!(#ty: #private::Shape));
        } else if field.said.credential.is_some() && field.said.with.is_none() {
            let held = inside_option(ty).unwrap_or(ty);
            bounds.push(quote!(#held: ::core::convert::From<::std::string::String>));
        } else if field.said.with.is_none() {
            bounds.push(quote!(#ty: #private::DeserializeOwned));
        }
    }
    let where_clause = generics.make_where_clause();
    for bound in bounds {
        if let Ok(bound) = syn::parse2(bound) {
            where_clause.predicates.push(bound);
        }
    }
    Head { private, where_clause: generics.where_clause }
}

fn of_struct(item: &Item, fields: &[Field]) -> TokenStream {
    let Head { private, where_clause } = head(item);
    let (impl_generics, ty_generics, _) = item.generics.split_for_impl();
    let (ident, name, documentation) = (&item.ident, item.ident.to_string(), &item.documentation);
    let schema = schema_fields(item, fields);
    let read = read_fields(item, fields, &quote!(Self));
    let validated = match &item.said.validate {
        Some(validate) => {
            let path = &validate.value;
            quote!(scope.check_all(value, #path))
        }
        None => quote!(value),
    };
    let shape = shape_of_table(item, &private, where_clause.as_ref());
    // what only development reads is read by nobody in a deployable build, and rustc need not say so
    let dev_only = fields.iter().filter(|field| field.said.dev_only.is_some() || names(&field.ty, "DevOnly"));
    let dev_only: Vec<_> = dev_only.map(|field| &field.ident).collect();
    let reads = if dev_only.is_empty() {
        TokenStream::new()
    } else {
        quote!(let _: fn(&Self) = |this| { #(let _ = &this.#dev_only;)* };)
    };
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::Config for #ident #ty_generics #where_clause {
            const SCHEMA: &'static #private::Schema = {
                #[allow(unused_imports)]
                use #private::Unknown as _;
                &#private::Schema::of_struct(#name, #documentation, &[#schema])
            };

            fn fields(scope: &mut #private::Scope<'_>) -> ::core::option::Option<Self> {
                #[allow(unused_imports)]
                use #private::Unknown as _;
                #reads
                let value = #read;
                #validated
            }
        }
        #shape
    }
}

/// How a type with fields stands in a field of another.
fn shape_of_table(item: &Item, private: &TokenStream, where_clause: Option<&WhereClause>) -> TokenStream {
    let (impl_generics, ty_generics, _) = item.generics.split_for_impl();
    let ident = &item.ident;
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::Shape for #ident #ty_generics #where_clause {
            const KIND: #private::Kind = #private::Kind::Table(<Self as #private::Config>::SCHEMA);

            fn read(place: #private::Place<'_>) -> ::core::option::Option<Self> {
                place.table::<Self>()
            }

            fn absent(place: #private::Place<'_>) -> ::core::option::Option<Self> {
                place.absent_table::<Self>()
            }
        }
    }
}

fn of_choice(item: &Item, variants: &[Variant]) -> TokenStream {
    let Head { private, where_clause } = head(item);
    let (impl_generics, ty_generics, _) = item.generics.split_for_impl();
    let ident = &item.ident;
    let choices = variants.iter().map(|variant| choice(&private, variant));
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let variant = &variant.ident;
        quote!(#index => ::core::option::Option::Some(Self::#variant),)
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::Shape for #ident #ty_generics #where_clause {
            const KIND: #private::Kind = #private::Kind::Choice(&[#(#choices),*]);

            fn read(place: #private::Place<'_>) -> ::core::option::Option<Self> {
                match place.choice(&<Self as #private::Shape>::KIND)? {
                    #(#arms)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    }
}

fn choice(private: &TokenStream, variant: &Variant) -> TokenStream {
    let (name, documentation) = (&variant.name, &variant.documentation);
    let aliases = variant.said.aliases.iter().map(|alias| &alias.value);
    quote!(#private::Choice::new(#name, #documentation, &[#(#aliases),*]))
}

fn of_tagged(item: &Item, variants: &[Variant]) -> TokenStream {
    let Head { private, where_clause } = head(item);
    let (impl_generics, ty_generics, _) = item.generics.split_for_impl();
    let (ident, name, documentation) = (&item.ident, item.ident.to_string(), &item.documentation);
    let tag = item.said.tag.as_ref().map(|tag| tag.value.as_str()).unwrap_or_default();
    let schemas = variants.iter().map(|variant| {
        let choice = choice(&private, variant);
        let schema = match &variant.holds {
            Holds::Type(ty) => quote!(<#ty as #private::Config>::SCHEMA),
            Holds::Nothing => variant_schema(&private, variant, &TokenStream::new()),
            Holds::Fields(fields) => variant_schema(&private, variant, &schema_fields(item, fields)),
        };
        quote!(#private::Variant::new(#choice, #schema))
    });
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let variant_ident = &variant.ident;
        let read = match &variant.holds {
            Holds::Type(ty) => quote! {
                scope.within(#index, |scope| {
                    ::core::option::Option::Some(Self::#variant_ident(<#ty as #private::Config>::fields(scope)?))
                })
            },
            Holds::Nothing => quote! {
                scope.within(#index, |_| ::core::option::Option::Some(Self::#variant_ident))
            },
            Holds::Fields(fields) => {
                let read = read_fields(item, fields, &quote!(Self::#variant_ident));
                quote!(scope.within(#index, |scope| #read))
            }
        };
        quote!(#index => #read,)
    });
    let validated = match &item.said.validate {
        Some(validate) => {
            let path = &validate.value;
            quote!(scope.check_all(value, #path))
        }
        None => quote!(value),
    };
    let shape = shape_of_table(item, &private, where_clause.as_ref());
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::Config for #ident #ty_generics #where_clause {
            const SCHEMA: &'static #private::Schema = {
                #[allow(unused_imports)]
                use #private::Unknown as _;
                &#private::Schema::of_enum(#name, #documentation, #tag, &[#(#schemas),*])
            };

            fn fields(scope: &mut #private::Scope<'_>) -> ::core::option::Option<Self> {
                #[allow(unused_imports)]
                use #private::Unknown as _;
                let value = match scope.variant()? {
                    #(#arms)*
                    _ => ::core::option::Option::None,
                };
                #validated
            }
        }
        #shape
    }
}

fn variant_schema(private: &TokenStream, variant: &Variant, fields: &TokenStream) -> TokenStream {
    let (name, documentation) = (variant.ident.to_string(), &variant.documentation);
    quote!(&#private::Schema::of_struct(#name, #documentation, &[#fields]))
}

/// Reads every field before any is looked at, so that everything wrong is found.
fn read_fields(item: &Item, fields: &[Field], constructor: &TokenStream) -> TokenStream {
    let private = item.private();
    let mut index = 0_usize;
    let mut reads = Vec::new();
    let mut takes = Vec::new();
    for (position, field) in fields.iter().enumerate() {
        let (said, ty, ident) = (&field.said, &field.ty, &field.ident);
        let slot = format_ident!("__field_{position}");
        if said.skip.is_some() {
            takes.push(quote!(#ident: #private::default::<#ty>()));
            continue;
        }
        let read = read_field(&private, field, index);
        reads.push(quote!(let #slot: ::core::option::Option<#ty> = #read;));
        takes.push(quote!(#ident: #slot?));
        index += 1;
    }
    quote! {{
        #(#reads)*
        (|| ::core::option::Option::Some(#constructor { #(#takes),* }))()
    }}
}

fn read_field(private: &TokenStream, field: &Field, index: usize) -> TokenStream {
    let (said, ty) = (&field.said, &field.ty);
    let (read, absent) = if said.nested.is_some() {
        (quote!(<#ty as #private::Shape>::read), quote!(<#ty as #private::Shape>::absent))
    } else {
        (quote!(#private::Probe::<#ty>::__milieu_read), quote!(#private::Probe::<#ty>::__milieu_absent))
    };
    let is_optional = packed(ty).starts_with("Option<");
    let (read, absent) = match &said.with {
        None if said.credential.is_some() => match inside_option(ty) {
            Some(inner) => (
                quote!(|place| place.foreign_credential::<#inner>().map(::core::option::Option::Some)),
                quote!(|_| ::core::option::Option::Some(::core::option::Option::None)),
            ),
            None => (
                quote!(|place| place.foreign_credential::<#ty>()),
                quote!(|place: #private::Place<'_>| place.missing()),
            ),
        },
        Some(with) => {
            let path = &with.value;
            // a type that is read so need not say anything of itself, so its tokens tell whether it may be missing
            let absent = if is_optional {
                quote!(|_| ::core::option::Option::Some(::core::option::Option::None))
            } else {
                quote!(|place: #private::Place<'_>| place.missing())
            };
            let place = if said.credential.is_some() { quote!(place.as_credential()?) } else { quote!(place) };
            (quote!(|place| { let place = #place; #private::read_with!(place, #path) }), absent)
        }
        None => (read, absent),
    };
    let value = match (&said.default_with, said.flatten.is_some()) {
        (_, true) => quote!(scope.flatten::<#ty>(#index)),
        (Some(computed), false) => {
            let path = &computed.value;
            quote!(scope.field_or(#index, #read, #path))
        }
        (None, false) => quote!(scope.field(#index, #read, #absent)),
    };
    match &said.validate {
        Some(validate) => {
            let path = &validate.value;
            quote!({ let value = #value; scope.check(#index, value, #path) })
        }
        None => value,
    }
}
