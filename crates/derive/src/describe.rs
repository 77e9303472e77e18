//! What a field declares, as the constant that the schema holds.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ast::{Field, Item};
use crate::name::{says_credential, segment};
use crate::tokens::written;

/// The fields of the schema, skipped ones left out.
pub(crate) fn schema_fields(item: &Item, fields: &[Field]) -> TokenStream {
    let described = fields.iter().filter(|field| field.said.skip.is_none()).map(|field| schema_field(item, field));
    quote!(#(#described),*)
}

fn schema_field(item: &Item, field: &Field) -> TokenStream {
    let private = item.private();
    let (said, ty) = (&field.said, &field.ty);
    let (name, segment, written) = (&field.name, segment(&field.name), written(ty));
    let (kind, presence) = if said.flatten.is_some() {
        (quote!(#private::Kind::Table(<#ty as #private::Config>::SCHEMA)), quote!(#private::Presence::Required))
    } else if said.credential.is_some() {
        (quote!(#private::Kind::Credential), quote!(#private::Probe::<#ty>::__MILIEU_PRESENCE))
    } else if said.with.is_some() {
        (quote!(#private::Kind::Any), quote!(#private::Probe::<#ty>::__MILIEU_PRESENCE))
    } else if said.nested.is_some() {
        (quote!(<#ty as #private::Shape>::KIND), quote!(<#ty as #private::Shape>::PRESENCE))
    } else {
        (quote!(#private::Probe::<#ty>::__MILIEU_KIND), quote!(#private::Probe::<#ty>::__MILIEU_PRESENCE))
    };
    let mut built = quote!(#private::Field::new(#name, #segment, #kind, #presence).typed(#written));
    if !field.documentation.is_empty() {
        let documentation = &field.documentation;
        built.extend(quote!(.documented(#documentation)));
    }
    if !said.aliases.is_empty() {
        let aliases = said.aliases.iter().map(|alias| &alias.value);
        built.extend(quote!(.aliased(&[#(#aliases),*])));
    }
    if !said.variables.is_empty() {
        let variables = said.variables.iter().map(|variable| &variable.value);
        built.extend(quote!(.also_variables(&[#(#variables),*])));
    }
    if let Some(default) = &said.default {
        let literal = default.value.literal.tokens(&item.krate);
        built.extend(quote!(.defaults_to(#literal)));
    }
    if let Some(default) = &said.dev_default {
        let literal = default.value.literal.tokens(&item.krate);
        // taken from the build class where the type is declared, so that a deployable build does not have the value
        let class = quote!(#private::BuildClass::from_variable(::core::option_env!("MILIEU_BUILD")));
        built.extend(quote!(.defaults_in_development_to(#class, #literal)));
    }
    if let Some(range) = &said.range {
        let range = range.value.tokens(&item.krate);
        built.extend(quote!(.ranged(#range)));
    }
    if let Some(parity) = &said.parity {
        let parity = format_ident!("{}", parity.value);
        built.extend(quote!(.mirrored(#private::Parity::#parity)));
    }
    if let Some(min_len) = &said.min_len {
        let min_len = min_len.value;
        built.extend(quote!(.at_least(#min_len)));
    }
    if let Some(sources) = &said.sources {
        let sources = format_ident!("{}", sources.value);
        built.extend(quote!(.from_sources(#private::AllowedSources::#sources)));
    }
    let texts = [
        ("issued_by", &said.vendor),
        ("deprecate", &said.deprecated),
        ("publish", &said.public),
        ("expects", &said.expected),
    ];
    for (method, text) in texts {
        if let Some(text) = text {
            let (method, text) = (format_ident!("{method}"), &text.value);
            built.extend(quote!(.#method(#text)));
        }
    }
    let flags = [
        ("computed", said.default_with.is_some()),
        ("flattened", said.flatten.is_some()),
        ("development_only", said.dev_only.is_some()),
        ("supply", said.supplied.is_some()),
        ("relative_to_file", said.relative_to_file.is_some()),
    ];
    for (method, _) in flags.iter().filter(|(_, said)| *said) {
        let method = format_ident!("{method}");
        built.extend(quote!(.#method()));
    }
    // what an alias or another crate hides from the tokens, the kind shows
    if says_credential(&field.name) && said.public.is_none() && said.credential.is_none() {
        let method = format_ident!("named_like_a_credential", span = field.ident.span());
        built.extend(quote!(.#method()));
    }
    built
}
