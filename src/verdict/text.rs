//! A verdict for people.

use std::fmt;

use crate::palette::Palette;

use super::Verdict;

/// The text of a [`Verdict`], with colour if it was asked for: a heading, then for each group of environments its findings, one a
/// line.
pub struct StyledVerdict<'a> {
    pub(super) verdict: &'a Verdict,
    pub(super) colour: bool,
}

impl fmt::Display for StyledVerdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let palette = Palette::new(self.colour);
        let Palette { bold, green, plain, .. } = palette;
        let verdict = self.verdict;
        let names: Vec<_> = verdict.environments().map(|one| one.name()).collect();
        let (problems, warnings) = (verdict.problems(), verdict.warnings());
        let first = match problems {
            0 => format!("{green}no problems"),
            1 => format!("{bold}1 problem"),
            many => format!("{bold}{many} problems"),
        };
        let second = match warnings {
            0 => String::new(),
            1 => " and 1 warning".to_owned(),
            many => format!(" and {many} warnings"),
        };
        write!(f, "{first}{second} in the configuration of {}{plain}", names.join(", "))?;
        let mut group: Option<&[&str]> = None;
        for found in verdict.found() {
            if group != Some(found.environments()) {
                group = Some(found.environments());
                match found.environments() {
                    [] => write!(f, "\n{bold}between environments{plain}")?,
                    names => write!(f, "\n{bold}{}{plain}", names.join(", "))?,
                }
            }
            f.write_str("\n")?;
            palette.line(f, found.finding())?;
        }
        Ok(())
    }
}

impl fmt::Debug for StyledVerdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
