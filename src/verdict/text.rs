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
        let colour = if verdict.is_clean() { green } else { bold };
        write!(f, "{colour}{}{plain}", verdict.heading())?;
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

impl Verdict {
    /// How much was found, and where: the first line.
    pub(crate) fn heading(&self) -> String {
        let names: Vec<_> = self.environments().map(|one| one.name()).collect();
        let problems = match self.problems() {
            0 => "no problems".to_owned(),
            1 => "1 problem".to_owned(),
            many => format!("{many} problems"),
        };
        let warnings = match self.warnings() {
            0 => String::new(),
            1 => " and 1 warning".to_owned(),
            many => format!(" and {many} warnings"),
        };
        format!("{problems}{warnings} in the configuration of {}", names.join(", "))
    }
}

impl fmt::Debug for StyledVerdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
