//! A verdict as commands of GitHub's workflows, which show it beside the lines of a change.

use std::fmt::Write as _;

use crate::finding::Level;

use super::Verdict;
use super::place::{rule, words};

impl Verdict {
    /// Returns the findings as workflow commands of GitHub Actions, one a line: `::error file=…,line=…,col=…,title=…::…` for what
    /// forbids to go on, else `::warning …`. Printed in a step, they are shown beside the lines of a change.
    ///
    /// GitHub takes ten of each kind a step; the whole is in [`to_sarif`](Self::to_sarif). Paths are as the loader was told them, so it
    /// has to run in the root of the repository.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] #[config(default = 80)] port: u16 }
    /// let fixture = milieu::testing::Fixture::new().file("config/staging.toml", "prot = 80\n").file("config/production.toml", "");
    /// assert_eq!(
    ///     fixture.loader().check_all::<Settings>().to_github(),
    ///     "::error file=config/staging.toml,line=1,col=1,title=unknown-key::\
    ///      <key 1>: is no key of this configuration (staging); did you mean port?\n",
    /// );
    /// ```
    #[must_use]
    pub fn to_github(&self) -> String {
        let mut out = String::new();
        for found in self.found() {
            let finding = found.finding();
            let command = if finding.level() == Level::Deny { "error" } else { "warning" };
            // writing to a text does not fail
            let _ = write!(out, "::{command} ");
            if let Some(place) = self.place(found) {
                let _ = write!(out, "file={},", property(&place.path));
                let numbers = [("line", place.line), ("col", place.column)];
                for (name, number) in numbers.iter().filter_map(|(name, number)| Some((name, (*number)?))) {
                    let _ = write!(out, "{name}={number},");
                }
            }
            let _ = writeln!(out, "title={}::{}", property(rule(finding)), data(&words(found)));
        }
        out
    }
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
