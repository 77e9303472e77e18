//! `miette::Diagnostic` for errors and findings.

use std::fmt::Display;

use miette::{Diagnostic, Severity};

use crate::error::Error;
use crate::finding::{Finding, Level};

impl Diagnostic for Finding {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.check().map(|check| Box::new(format!("milieu::{check}")) as Box<dyn Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(if self.level() == Level::Deny { Severity::Error } else { Severity::Warning })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.remedy().map(|remedy| Box::new(remedy) as Box<dyn Display>)
    }
}

impl std::error::Error for Finding {}

impl Diagnostic for Error {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.findings().iter().map(|finding| finding as &dyn Diagnostic)))
    }
}
