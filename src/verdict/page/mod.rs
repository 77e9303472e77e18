//! A verdict as one page to look at.

mod cells;
mod escape;
mod findings;
mod grid;
mod marks;

use hmac_sha256::Hash;

use super::Verdict;
use cells::{Heads, Rows, counted};
use escape::{Text, base64};
use findings::{Accepted, Checks, Findings};
use grid::Grid;
use marks::lay;

impl Verdict {
    /// Returns one page to look at: environments side by side, key by key, with everything that was found.
    ///
    /// It is one file that needs no server and no network: its policy (Content Security Policy) lets it load nothing and run no script
    /// but its own. Values are those that [`Inspection::explain`](crate::Inspection::explain) shows; of a credential it tells
    /// whether it is set, and in what kind of source. The same verdict gives the same bytes.
    ///
    /// `page.html#filter=database&only=findings` opens it with a filter: words that all have to be there, and `findings`, `drift` or
    /// both.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16, #[allow(dead_code)] password: milieu::Credential }
    /// let fixture = milieu::testing::Fixture::new()
    ///     .file("config/base.toml", "port = 80\n")
    ///     .file("config/development.toml", "password = 'hunter2-CANARY'\n");
    /// let page = fixture.loader().check_all::<Settings>().to_html();
    /// assert!(page.contains("<samp>80</samp><cite>config/base.toml:1:8</cite>"));
    /// assert!(page.contains("<b>set</b> <span>environment file</span>"));
    /// assert!(!page.contains("CANARY"));
    /// ```
    #[must_use]
    pub fn to_html(&self) -> String {
        // a page is read without carriage returns, wherever it was written
        let [page, style, script] = [include_str!("page.html"), include_str!("page.css"), include_str!("page.js")]
            .map(|text| text.replace('\r', ""));
        let mut grid = Grid::of(self.inspections());
        let spots = lay(&mut grid, self);
        let names: Vec<_> = self.environments().map(|one| one.name()).collect();
        let accepted = Accepted { verdict: self, grid: &grid }.to_string();
        fill(&page, &|name| match name {
            "style" => style.clone(),
            "script" => script.clone(),
            "style-hash" => hash(&style),
            "script-hash" => hash(&script),
            "application" => Text(&self.sides.loader().application_name()).to_string(),
            "environments" => Text(&names.join(", ")).to_string(),
            "sum" => self.sum(),
            "state" => self.state().to_owned(),
            "panel" => if self.found().is_empty() && accepted.is_empty() { "bare" } else { "" }.to_owned(),
            "findings" => Findings { verdict: self, spots: &spots }.to_string(),
            "accepted" => section("Accepted", ("ul", " id=\"accepted\""), &accepted),
            "checks" => section("What the checks are about", ("div", ""), &Checks(self).to_string()),
            "heads" => Heads(self).to_string(),
            "rows" => Rows { grid: &grid, found: self.found() }.to_string(),
            _ => String::new(),
        })
    }

    fn sum(&self) -> String {
        let problems = match self.problems() {
            0 => "no problems".to_owned(),
            many => counted(many, "problem"),
        };
        match self.warnings() {
            0 => problems,
            many => format!("{problems} and {}", counted(many, "warning")),
        }
    }

    fn state(&self) -> &'static str {
        match (self.problems(), self.warnings()) {
            (0, 0) => "ok",
            (0, _) => "w",
            _ => "d",
        }
    }
}

/// A part of the list, unless there is nothing in it.
fn section(title: &str, (element, id): (&str, &str), content: &str) -> String {
    match content {
        "" => String::new(),
        _ => format!("<h2>{title}</h2>\n<{element}{id}>\n{content}</{element}>\n"),
    }
}

/// As a policy names an inline text that may be used.
fn hash(text: &str) -> String {
    format!("sha256-{}", base64(&Hash::hash(text.as_bytes())))
}

/// Puts a text in the place of each `{{name}}`. What was put in is not looked at again.
fn fill(template: &str, part: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        out.push_str(&part(name));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn what_was_put_in_is_not_looked_at_again() {
        assert_eq!(fill("a{{b}}c{{d}}e", &|name| format!("[{name}{{{{x}}}}]")), "a[b{{x}}]c[d{{x}}]e");
    }

    #[test]
    fn style_and_script_end_where_they_are_meant_to() {
        for text in [include_str!("page.css"), include_str!("page.js")] {
            assert!(!text.contains("</") && !text.contains("<!--"));
        }
        assert!(!include_str!("page.css").contains("url("), "nothing is loaded");
    }
}
