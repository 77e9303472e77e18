//! Collects every mistake, so that all of them are told at once.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;
use syn::Error;

/// The mistakes so far.
#[derive(Default)]
pub(crate) struct Context {
    errors: Option<Error>,
}

impl Context {
    /// Notes a mistake at these tokens.
    pub(crate) fn error(&mut self, tokens: &impl ToTokens, message: impl Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    /// Notes a mistake at this place.
    pub(crate) fn error_at(&mut self, span: Span, message: impl Display) {
        self.push(Error::new(span, message));
    }

    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.errors {
            Some(errors) => errors.combine(error),
            None => self.errors = Some(error),
        }
    }

    pub(crate) fn into_errors(self) -> Option<Error> {
        self.errors
    }
}
