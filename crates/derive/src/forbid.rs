//! `forbid_in_deployable!`: conditions under which a deployable build does not compile.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Error;

use crate::class::{Class, tracking};

/// Writes one refusal a condition. `package` is the one whose source this is.
pub(crate) fn expand(class: Result<Class, &'static str>, conditions: TokenStream, package: &str) -> TokenStream {
    let class = match class {
        Ok(class) => class,
        Err(neither) => return Error::new(proc_macro2::Span::call_site(), neither).to_compile_error(),
    };
    let conditions = match split(conditions) {
        Ok(conditions) => conditions,
        Err(mistake) => return mistake.to_compile_error(),
    };
    let refusals = conditions.into_iter().map(|condition| match class {
        Class::Deployable => {
            let words = refusal(&condition, package);
            // a package's own tests and documentation are not what is deployed
            quote!(#[cfg(all(#condition, not(any(test, doc))))] ::core::compile_error!(#words);)
        }
        // for rustc to say early that there is no such feature
        Class::Development => quote!(
            #[cfg(#condition)]
            const _: () = ();
        ),
    });
    let tracking = tracking();
    quote!(#tracking #(#refusals)*)
}

fn split(conditions: TokenStream) -> Result<Vec<TokenStream>, Error> {
    let (mut all, mut last, mut comma) = (Vec::new(), TokenStream::new(), None);
    for token in conditions {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => {
                if last.is_empty() {
                    return Err(Error::new_spanned(punct, EXPECTED));
                }
                all.push(std::mem::take(&mut last));
                comma = Some(punct);
            }
            token => last.extend([token]),
        }
    }
    match (last.is_empty(), comma) {
        (false, _) => all.push(last),
        (true, Some(_)) => {}
        (true, None) => return Err(Error::new(proc_macro2::Span::call_site(), EXPECTED)),
    }
    Ok(all)
}

const EXPECTED: &str = "forbid_in_deployable: expected a condition as in cfg, such as feature = \"mock\"";

fn refusal(condition: &TokenStream, package: &str) -> String {
    let (what, who) = match feature(condition) {
        Some(feature) => (format!("feature `{feature}` of `{package}` is on"), "it"),
        None => (format!("`{}` holds in `{package}`", condition.to_token_stream()), "a feature"),
    };
    format!(
        "{what}, which a deployable build forbids\n  \
         why: cargo unites the features of all that one command builds, so that another member of the workspace, a target \
         beside the program, or a dev-dependency may have switched it on\n  \
         build the program alone: MILIEU_BUILD=deployable cargo build --release -p <app>\n  \
         find who enables {who}: cargo tree -e features,no-dev -i {package}"
    )
}

/// The name in `feature = "name"`.
fn feature(condition: &TokenStream) -> Option<String> {
    let text = condition.to_string();
    let name = text.strip_prefix("feature")?.trim_start().strip_prefix('=')?.trim();
    Some(name.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{Class, expand};

    #[test]
    fn each_condition_has_a_refusal_of_its_own() {
        let written = expand(Ok(Class::Deployable), quote!(feature = "mock", debug_assertions,), "paylib").to_string();
        assert_eq!(written.matches("compile_error").count(), 2);
        for words in [
            "feature `mock` of `paylib` is on",
            "`debug_assertions` holds in `paylib`",
            "cargo build --release -p <app>",
            "cargo tree -e features,no-dev -i paylib",
        ] {
            assert!(written.contains(words), "{words} in {written}");
        }
    }

    #[test]
    fn a_development_build_refuses_nothing() {
        let written = expand(Ok(Class::Development), quote!(feature = "mock"), "paylib").to_string();
        assert!(!written.contains("compile_error") && written.contains("MILIEU_BUILD"), "{written}");
    }
}
