//! The class of the build, asked where an attribute or a macro expands: the same answers as `milieu::BuildClass`.

use proc_macro2::TokenStream;
use quote::quote;

/// Whether the build may be deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Development,
    Deployable,
}

/// What is said of any other value; `BuildClass::from_variable` of the library says the same.
const NEITHER: &str = "MILIEU_BUILD is neither `development` nor `deployable`";

impl Class {
    /// The class of this build, or why it has none.
    #[expect(clippy::disallowed_methods, reason = "the compiler's variables are this build's facts")]
    pub(crate) fn of_this_build() -> Result<Self, &'static str> {
        match std::env::var_os("MILIEU_BUILD") {
            None => Ok(Self::Development),
            Some(value) => Self::from_variable(value.to_str().unwrap_or_default()),
        }
    }

    fn from_variable(value: &str) -> Result<Self, &'static str> {
        match value {
            "development" => Ok(Self::Development),
            "deployable" => Ok(Self::Deployable),
            _ => Err(NEITHER),
        }
    }
}

/// What has to stand beside every expansion that depends on the class: cargo does not see what a macro reads, but it sees
/// this, and so builds the crate anew when the class changes.
pub(crate) fn tracking() -> TokenStream {
    quote! {
        const _: ::core::option::Option<&'static str> = ::core::option_env!("MILIEU_BUILD");
    }
}

#[cfg(test)]
mod tests {
    use super::Class;

    #[test]
    fn there_are_two_classes_and_no_third() {
        assert_eq!(Class::from_variable("development"), Ok(Class::Development));
        assert_eq!(Class::from_variable("deployable"), Ok(Class::Deployable));
        for value in ["", " ", "Deployable", "deployable ", "release", "production"] {
            assert!(Class::from_variable(value).is_err(), "{value:?}");
        }
    }
}
