//! The colours of a terminal, and what each is for.

use std::fmt;

use crate::finding::{Finding, Level};

/// The colours of a terminal, or none.
#[derive(Clone, Copy)]
pub(crate) struct Palette {
    pub(crate) bold: &'static str,
    #[cfg(any(feature = "cli", feature = "testing"))]
    pub(crate) green: &'static str,
    pub(crate) red: &'static str,
    yellow: &'static str,
    pub(crate) plain: &'static str,
}

impl Palette {
    pub(crate) const fn new(colour: bool) -> Self {
        match colour {
            true => Self {
                bold: "\u{1b}[1m",
                #[cfg(any(feature = "cli", feature = "testing"))]
                green: "\u{1b}[32m",
                red: "\u{1b}[31m",
                yellow: "\u{1b}[33m",
                plain: "\u{1b}[0m",
            },
            false => Self {
                bold: "",
                #[cfg(any(feature = "cli", feature = "testing"))]
                green: "",
                red: "",
                yellow: "",
                plain: "",
            },
        }
    }

    /// A finding as a line of a report: what forbids to go on in red, a warning in yellow and named as one.
    pub(crate) fn line(self, f: &mut fmt::Formatter<'_>, finding: &Finding) -> fmt::Result {
        let Self { red, yellow, plain, .. } = self;
        match finding.level() {
            Level::Deny => write!(f, "  {red}{finding}{plain}"),
            _ => write!(f, "  {yellow}warning: {finding}{plain}"),
        }
    }
}
