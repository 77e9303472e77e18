//! What stands between the parentheses of a macro that reads files.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Path, Token, Type};

/// `$crate, Settings, "config", ENVIRONMENTS`: type and environments may be missing.
///
/// The macro of `milieu` puts its `$crate` first, so that what is written here finds `milieu` wherever it is re-exported.
pub(crate) struct Input {
    pub(crate) krate: Path,
    pub(crate) ty: Option<Type>,
    pub(crate) directory: LitStr,
    /// An expression, which is for the compiler to read.
    pub(crate) environments: Option<TokenStream>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let krate = input.call(Path::parse_mod_style)?;
        input.parse::<Token![,]>()?;
        let ty = if begins_with_text(input) {
            None
        } else {
            let ty = input.parse()?;
            input.parse::<Token![,]>()?;
            Some(ty)
        };
        if !begins_with_text(input) {
            return Err(input.error("expected the directory of the files as a text, such as \"config\""));
        }
        let directory = input.parse()?;
        let mut environments = None;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
            environments = Some(input.parse()?).filter(|tokens: &TokenStream| !tokens.is_empty());
        }
        Ok(Self { krate, ty, directory, environments })
    }
}

/// A literal that a `macro_rules!` matched by its kind comes in a group without delimiters.
fn begins_with_text(input: ParseStream<'_>) -> bool {
    fn is_text(tokens: TokenStream) -> bool {
        match tokens.into_iter().next() {
            Some(TokenTree::Literal(literal)) => literal.to_string().starts_with(['"', 'r']),
            Some(TokenTree::Group(group)) if group.delimiter() == proc_macro2::Delimiter::None => {
                is_text(group.stream())
            }
            _ => false,
        }
    }
    input.fork().parse().is_ok_and(is_text)
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};

    use super::Input;

    fn read(tokens: proc_macro2::TokenStream) -> Option<(String, bool, String, bool)> {
        let input: Input = syn::parse2(tokens).ok()?;
        let krate = input.krate.into_token_stream().to_string();
        Some((krate, input.ty.is_some(), input.directory.value(), input.environments.is_some()))
    }

    #[test]
    fn type_and_environments_may_be_missing() {
        let said = |krate: &str, ty, environments| Some((krate.to_owned(), ty, "config".to_owned(), environments));
        assert_eq!(read(quote!(milieu, "config")), said("milieu", false, false));
        assert_eq!(read(quote!(::milieu, Settings, "config",)), said(":: milieu", true, false));
        assert_eq!(read(quote!(milieu, a::Settings<u8>, "config", &[A, B])), said("milieu", true, true));
        assert_eq!(read(quote!(milieu, "config", self::ENVIRONMENTS)), said("milieu", false, true));
        for wrong in
            [quote!(milieu), quote!(milieu, Settings), quote!(milieu, Settings, 1), quote!(milieu, "config" ENV)]
        {
            assert_eq!(read(wrong), None);
        }
    }
}
