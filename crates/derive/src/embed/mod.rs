//! `embed_layers!`: the files of a directory as constants, without what nobody reads at run time.

mod flat;
mod plain;
#[cfg(test)]
mod tests;
mod tokens;

use std::path::Path;

use proc_macro2::TokenStream;

use crate::layers::{Directory, Input, STANDARD, manifest_directory};

use flat::Flat;

/// What the macro expands to.
pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let input: Input = syn::parse2(input)?;
    let words = |words| syn::Error::new(input.directory.span(), words);
    let root = manifest_directory().ok_or_else(|| words("cargo does not say where the package lies".to_owned()))?;
    // which names are those of declared environments is known to constants alone
    let wants = |stem: &str| input.environments.is_some() || STANDARD.contains(&stem);
    let directory = Directory::read(Path::new(&root), &input.directory.value(), wants).map_err(words)?;
    Ok(tokens::expand(&input, &directory))
}
