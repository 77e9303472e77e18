//! A configuration type as the derive sees it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, Generics, Ident, Path, Type};

use crate::attr::{OnField, OnType, OnVariant, documentation};
use crate::case::Case;
use crate::context::Context;
use crate::tokens::mentions;

/// The type that derives.
pub(crate) struct Item {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) documentation: String,
    pub(crate) said: OnType,
    /// Where `milieu` is.
    pub(crate) krate: Path,
    pub(crate) shape: Shape,
}

/// What kind of type it is.
pub(crate) enum Shape {
    Struct(Vec<Field>),
    /// Unit variants alone: a text.
    Choice(Vec<Variant>),
    /// A tag chooses.
    Tagged(Vec<Variant>),
}

/// A field with a name.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) documentation: String,
    pub(crate) said: OnField,
    /// The type mentions a type parameter, so the probe cannot see what it is.
    pub(crate) is_generic: bool,
}

/// A variant of an enum.
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) documentation: String,
    pub(crate) said: OnVariant,
    pub(crate) holds: Holds,
}

/// What a variant holds.
pub(crate) enum Holds {
    Nothing,
    /// A type that derives `Config`.
    Type(Box<Type>),
    Fields(Vec<Field>),
}

impl Item {
    /// Reads the type; `None` if it is of a kind that cannot derive.
    pub(crate) fn from_input(context: &mut Context, input: &DeriveInput) -> Option<Self> {
        let said = OnType::read(context, &input.attrs);
        if let Some(lifetime) = input.generics.lifetimes().next() {
            context.error(lifetime, "a configuration owns its values, so its type has no lifetime");
        }
        let shape = match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(_) => {
                    let rename_all = said.rename_all.as_ref().map(|case| case.value);
                    Shape::Struct(fields(context, &data.fields, input, rename_all))
                }
                _ => {
                    let message = "Config derives for structs with named fields; \
                         for a wrapper, implement serde::Deserialize and use it as a leaf";
                    context.error(&input.ident, message);
                    return None;
                }
            },
            Data::Enum(data) => variants(context, data, input, &said)?,
            Data::Union(_) => {
                context.error(&input.ident, "Config derives for structs and enums");
                return None;
            }
        };
        let krate = said.krate.as_ref().map_or_else(|| syn::parse_quote!(::milieu), |said| said.value.clone());
        let documentation = documentation(&input.attrs);
        Some(Self { ident: input.ident.clone(), generics: input.generics.clone(), documentation, said, krate, shape })
    }
}

impl Item {
    /// Where what the derive writes names of is.
    pub(crate) fn private(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private)
    }
}

fn variants(context: &mut Context, data: &syn::DataEnum, input: &DeriveInput, said: &OnType) -> Option<Shape> {
    let case = said.rename_all.as_ref().map(|case| case.value);
    let mut all = Vec::new();
    let mut with_data: Option<Span> = None;
    for variant in &data.variants {
        let on_variant = OnVariant::read(context, &variant.attrs);
        let holds = match &variant.fields {
            Fields::Unit => Holds::Nothing,
            Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1 => {
                Holds::Type(Box::new(unnamed.unnamed.first()?.ty.clone()))
            }
            Fields::Unnamed(_) => {
                context.error(&variant.ident, "a variant holds named fields, or one type that derives Config");
                continue;
            }
            Fields::Named(_) => {
                let case = on_variant.rename_all.as_ref().map(|case| case.value);
                Holds::Fields(fields(context, &variant.fields, input, case))
            }
        };
        if !matches!(holds, Holds::Nothing) {
            with_data.get_or_insert(variant.ident.span());
        }
        let rust_name = variant.ident.unraw().to_string();
        let spelt = case.map_or_else(|| rust_name.clone(), |case| case.apply(&rust_name));
        let name = on_variant.rename.as_ref().map_or(spelt, |rename| rename.value.clone());
        let documentation = documentation(&variant.attrs);
        all.push(Variant { ident: variant.ident.clone(), name, documentation, said: on_variant, holds });
    }
    if data.variants.is_empty() {
        context.error(&input.ident, "an enum without variants has no value");
        return None;
    }
    match (&said.tag, with_data) {
        (Some(_), _) => Some(Shape::Tagged(all)),
        (None, None) => Some(Shape::Choice(all)),
        (None, Some(span)) => {
            let message = "which variant is meant has to be said: give the enum #[config(tag = \"kind\")], \
                 or implement serde::Deserialize and use it as a leaf";
            context.error_at(span, message);
            None
        }
    }
}

fn fields(context: &mut Context, fields: &Fields, input: &DeriveInput, case: Option<Case>) -> Vec<Field> {
    let mut all = Vec::new();
    for field in fields {
        let Some(ident) = &field.ident else { continue };
        let said = OnField::read(context, &field.attrs);
        let rust_name = ident.unraw().to_string();
        let spelt = case.map_or_else(|| rust_name.clone(), |case| case.apply(&rust_name));
        let name = said.rename.as_ref().map_or(spelt, |rename| rename.value.clone());
        let mut parameters = input.generics.type_params().map(|parameter| &parameter.ident);
        let is_generic = parameters.any(|parameter| mentions(&field.ty, parameter));
        if said.skip.is_none() && said.with.is_none() && mentions(&field.ty, &input.ident) {
            let message = "a configuration type cannot contain itself, since its schema would have no end; \
                 read this field through serde: give it #[config(with = path)], or a type that implements serde::Deserialize";
            context.error(&field.ty, message);
        }
        all.push(Field {
            ident: ident.clone(),
            name,
            ty: field.ty.clone(),
            documentation: documentation(&field.attrs),
            said,
            is_generic,
        });
    }
    all
}

impl ToTokens for Field {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.ident.to_tokens(tokens);
    }
}
