//! Named texts that are matched against a schema: variables of the process, or of a dotenv file.

/// One named text.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) name: &'a str,
    /// `None` where the bytes are no UTF-8.
    pub(crate) text: Option<&'a str>,
    /// Where its name stands, in a file.
    pub(crate) at: u32,
}
