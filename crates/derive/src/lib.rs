//! The derive of `milieu`, a small compiler: attributes to data (`attr`), data to a checked tree (`ast`, `valid`), the tree to
//! code (`expand`). Where something is wrong, `fallback` writes an impl that is never run, so that one mistake gives one message.
//!
//! Beside it what guards a build: `dev_only` (with `marker`) and `forbid`, which ask `class` for what the build is made; and `test`.

mod ast;
mod attr;
mod case;
mod class;
mod context;
mod describe;
mod dev_only;
mod embed;
mod expand;
mod fallback;
mod forbid;
mod layers;
mod literal;
mod marker;
mod meta;
mod name;
mod test;
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
/// | `with = path` | a module, or a type such as `serde_with::As::<T>`, whose `deserialize` reads it, as serde's |
/// | `validate = path` | a `fn(&T) -> Result<(), &'static str>` |
/// | `range = 1..=512` | the bounds of a number |
/// | `credential` | a foreign secret type: it is taken through `From<String>`, or by `with`, from where a credential may come from |
/// | `min_len = 32` | of a credential: fewer bytes are a warning (`credential-weak`) |
/// | `sources = "strict"` | of a credential: which kinds of source may hold it, where that is stricter than the application's policy; also `platform` |
/// | `vendor = "mollie"` | who issues the value, where its test and live keys do not tell |
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

/// Keeps an item out of deployable builds.
///
/// It stands on a function, a module in braces, a type, an impl, a trait, a constant, a static, a `use`, a block of foreign
/// functions or a `macro_rules!`, above all other attributes. Where `MILIEU_BUILD` is `deployable`, the item has the condition
/// `#[cfg(any(test, doc))]`: what uses it does not compile, and rustc's own note points at this attribute. The package's own unit
/// tests and its documentation still have it. Everywhere else the item stays, and every function in it carries a marker that is
/// in the binary iff the function is, which `milieu::artifact` finds.
///
/// Code that both builds share calls one name, which a module of its own gives. What a glob brings in gives way to what is named, so
/// that development has its own and a deployable build has what is left:
///
/// ```text
/// mod live {
///     pub fn charge(cents: u64) { /* the real one */ }
/// }
/// #[milieu::dev_only]
/// mod mock {
///     pub fn charge(cents: u64) { /* writes it to a list */ }
/// }
/// mod payments {
///     #[allow(unused_imports)]
///     pub use super::live::*;
///     #[milieu::dev_only]
///     pub use super::mock::charge;
/// }
/// // everywhere: payments::charge(100)
/// ```
///
/// What it does not do:
///
/// - It takes no argument, and stands on no statement or block: rustc has attributes there for itself alone. A method or another item of an impl or a trait is refused: put it on the impl, or on the trait.
/// - A `derive` written above it writes impls of a type that is gone, which does not compile.
/// - `const fn`, what a macro of the item writes, and functions inside of functions have no marker.
/// - `mod mock;` does not work, since rustc gives no attribute the text of another file. Write
///   `#[milieu::dev_only] mod mock { include!("mock.rs"); }`, whose functions have no markers, or put it on what is in the file.
///
/// What it writes needs nothing but `core`, so it works where `milieu` is renamed or re-exported.
#[proc_macro_attribute]
pub fn dev_only(argument: TokenStream, item: TokenStream) -> TokenStream {
    dev_only::expand(class::Class::of_this_build(), &argument.into(), item.into()).into()
}

/// Lets no deployable build compile in which one of these conditions holds: `forbid_in_deployable!(feature = "mock")`.
///
/// Cargo unites the features of all that one command builds, so `cargo build --release` at the root of a workspace can put a
/// developer tool's `mock` into the program that is shipped. This macro, at the top of the library that has the feature, makes
/// that a compile error which says how to build the program alone and how to find who switches the feature on.
///
/// It takes conditions as `cfg` does, with commas between them. The package's own unit tests and its documentation are exempt. In
/// a development build it refuses nothing, but rustc warns of a feature that does not exist.
///
/// What it writes needs nothing but `core`, so it works where `milieu` is renamed or re-exported.
#[proc_macro]
pub fn forbid_in_deployable(conditions: TokenStream) -> TokenStream {
    forbid::expand(class::Class::of_this_build(), conditions.into(), &package()).into()
}

/// Makes one test of a function for each environment that it names: `#[test(environments(development, staging))]`.
///
/// The function takes the [`Environment`](https://docs.rs/milieu/latest/milieu/struct.Environment.html) that it is in. It stays as it is,
/// and beside it there is a module of its name with one test an environment, so that `cargo test starts::staging` selects one.
///
/// | argument | |
/// |---|---|
/// | `environments(development, staging)` | where to test, by name; in quotes if a name has a dash, `"eu-production"`, whose test is `eu_production` |
/// | a path, `ENVIRONMENTS` | the constant that declares the application's own environments |
/// | `crate = path` | where `milieu` is, if it is re-exported |
///
/// A name that no environment has does not compile, in any build.
///
/// Other attributes stand beneath this one and go to each test: `#[ignore]`, `#[should_panic]`, and a runtime's, `#[tokio::test]`, for
/// an `async` function. Where none of them makes a test, `#[test]` does. `cfg` counts for all; lints and documentation stay with the
/// function. What the function returns, the tests return.
///
/// It stands on a free function of a module, not on one in a function's body.
#[proc_macro_attribute]
pub fn test(argument: TokenStream, item: TokenStream) -> TokenStream {
    test::expand(argument.into(), item.into()).into()
}

/// The package whose source is compiled.
#[expect(clippy::disallowed_methods, reason = "the compiler's variables are this build's facts")]
fn package() -> String {
    std::env::var("CARGO_PKG_NAME").unwrap_or_else(|_| "this crate".to_owned())
}

/// What `milieu::check_layers!` passes its `$crate` and its arguments to.
#[doc(hidden)]
#[proc_macro]
pub fn check_layers(input: TokenStream) -> TokenStream {
    layers::check(input.into(), layers::Ends::InAnError).into()
}

/// As [`check_layers`], but an expression: the report, so that tests can look at it.
#[doc(hidden)]
#[proc_macro]
pub fn report_layers(input: TokenStream) -> TokenStream {
    layers::check(input.into(), layers::Ends::InAReport).into()
}

/// What `milieu::embed_layers!` expands to; the first token is the path of `milieu`.
#[doc(hidden)]
#[proc_macro]
pub fn embed_layers(input: TokenStream) -> TokenStream {
    embed::expand(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
