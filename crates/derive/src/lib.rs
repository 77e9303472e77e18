//! The derive of `milieu`, a small compiler: attributes to data (`attr`), data to a checked tree (`ast`, `valid`), the tree to
//! code (`expand`). Where something is wrong, `fallback` writes an impl that is never run, so that one mistake gives one message.

mod ast;
mod attr;
mod case;
mod context;
mod describe;
mod expand;
mod fallback;
mod literal;
mod meta;
mod name;
mod tokens;
mod valid;

use proc_macro::TokenStream;
use syn::DeriveInput;

use crate::ast::Item;
use crate::context::Context;

/// Makes a struct or an enum a configuration type.
///
/// The documentation of the crate `milieu` shows it in use. A struct has named fields; an enum has unit variants alone, each a
/// text, or a `tag` that chooses between variants with fields.
///
/// | on a type | |
/// |---|---|
/// | `rename_all = "kebab-case"` | how names of fields, or of variants, are spelt: also `snake_case`, `camelCase`, `PascalCase`, `SCREAMING_SNAKE_CASE`, `SCREAMING-KEBAB-CASE`, `lowercase`, `UPPERCASE` |
/// | `tag = "kind"` | the key that chooses the variant of an enum |
/// | `validate = path` | a `fn(&Self) -> Result<(), &'static str>` |
/// | `crate = path` | where `milieu` is, if it is re-exported |
///
/// | on a field | |
/// |---|---|
/// | `default = LITERAL` | a configuration value: text, number, `true`, `[…]`, or `{}` for an empty map |
/// | `default_with = path` | a function that computes the default |
/// | `dev_default = LITERAL` | a default of tier Development alone; a deployable build does not contain it, and the key is required there |
/// | `rename = "name"`, `alias = "name"` | its name, and other names |
/// | `variable = "PORT"` | a variable, by its full name, that sets it too |
/// | `nested`, `flatten` | its type derives `Config`: inferred, but for a type parameter; its keys stand beside this type's own |
/// | `skip` | not configuration: `Default::default()` |
/// | `with = path` | a module whose `deserialize` reads it, as serde's |
/// | `validate = path` | a `fn(&T) -> Result<(), &'static str>` |
/// | `range = 1..=512` | the bounds of a number |
/// | `deprecated = "use x"` | a warning where it is set |
/// | `dev_only`, `supplied` | meant for development, refused elsewhere, so it has a default or is an `Option`; supplied by each deployment |
/// | `parity = "same"` | how environments that mirror each other relate: also `varies`, `distinct` |
/// | `public = "why"` | its value may be shown, and its name is no sign of a credential |
/// | `expected = "host:port"` | words for what it wants |
/// | `relative_to = "file"` | a relative path is taken from the directory of the file that sets it |
///
/// On a variant: `rename`, `alias`, `rename_all`.
#[proc_macro_derive(Config, attributes(config))]
pub fn config(input: TokenStream) -> TokenStream {
    let input = match syn::parse::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error().into(),
    };
    let mut context = Context::default();
    let item = Item::from_input(&mut context, &input);
    if let Some(item) = &item {
        valid::check(&mut context, item);
    }
    match (item, context.into_errors()) {
        (Some(item), None) => expand::expand(&item).into(),
        (_, errors) => fallback::expand(&input, errors).into(),
    }
}
