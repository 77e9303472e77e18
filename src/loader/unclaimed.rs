//! Variables with the application's prefix that no field claims.

use crate::finding::Finding;
use crate::levels::UNKNOWN_VARIABLE;
use crate::nearest::nearest;
use crate::rules::Rules;
use crate::sources::given::{Given, prefixed};
use crate::sources::names::declared;
use crate::sources::spelling::is_service_link;
use crate::stack::Stack;

use super::builder::Loader;
use super::subject::Of;

/// The most names that suggestions are looked for in.
const CANDIDATES: usize = 2_000;

/// The most variables that get a suggestion.
const SUGGESTIONS: usize = 16;

/// Variables, and which of them were claimed.
pub(super) struct Unclaimed<'a> {
    pub(super) loader: &'a Loader,
    pub(super) of: Of,
    pub(super) given: &'a [Given<'a>],
    pub(super) claimed: &'a [Option<u32>],
}

impl Unclaimed<'_> {
    /// Finds each that nobody claimed, with the nearest name.
    pub(super) fn judge(
        &self,
        rules: &Rules,
        (in_file, stack, layer): (bool, &Stack, u16),
        findings: &mut Vec<Finding>,
    ) {
        let placed = |finding: Finding, given: Given<'_>| {
            let finding = finding.with_key(given.name);
            if in_file { finding.with_origin(stack.layer(layer).origin_at(given.at)) } else { finding }
        };
        if in_file {
            let selectors = self.given.iter().filter(|given| given.name == self.loader.selector);
            findings.extend(selectors.map(|given| {
                let finding =
                    Finding::new("names the environment in a file, which no layer may do, so it was not looked at")
                        .with_remedy("set it where the program is started")
                        .with_check(UNKNOWN_VARIABLE, rules.level(UNKNOWN_VARIABLE));
                placed(finding, *given)
            }));
        }
        let left: Vec<_> = self.unknown().collect();
        if left.is_empty() {
            return;
        }
        let names = match self.of {
            Of::Schema(schema) => declared(schema, &self.loader.spelling, CANDIDATES),
            Of::Serde | Of::Keys => Vec::new(),
        };
        for (count, given) in left.into_iter().enumerate() {
            if self.is_reserved(given.name) {
                let finding = Finding::new("names a setting of milieu itself, which no variable may do")
                    .with_remedy("select the environment by its own variable, and set policy in code");
                findings.push(placed(finding, given));
                continue;
            }
            // counted, so that a thousand unknown variables stay a list and do not become a wait
            let candidates = if count < SUGGESTIONS { names.as_slice() } else { &[] };
            let entry_of =
                candidates.iter().find(|declared| declared.takes_entries && self.goes_on(given.name, &declared.name));
            let meant = || nearest(given.name, candidates.iter().map(|declared| declared.name.as_str()));
            let remedy = match (entry_of, meant()) {
                (Some(map), _) => format!("no lower layer has this entry; give new ones as JSON in {}", map.name),
                (None, Some(name)) => format!("did you mean {name}?"),
                (None, None) => "remove it, or declare the key".to_owned(),
            };
            let finding = Finding::new("is set and no key of this configuration reads it")
                .with_remedy(remedy)
                .with_check(UNKNOWN_VARIABLE, rules.level(UNKNOWN_VARIABLE));
            findings.push(placed(finding, given));
        }
    }

    /// Whether a name goes on below another.
    fn goes_on(&self, name: &str, above: &str) -> bool {
        name.strip_prefix(above).is_some_and(|rest| rest.starts_with(&self.loader.spelling.separator))
    }

    /// Whether a name would set a key below `milieu`, as no layer may.
    fn is_reserved(&self, name: &str) -> bool {
        let spelling = &self.loader.spelling;
        let rest = name.strip_prefix(&spelling.prefix).and_then(|rest| rest.strip_prefix("MILIEU"));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(&spelling.separator))
    }

    /// Those with the prefix, and those with the prefix in other letters, less what belongs to the application's start.
    fn unknown(&self) -> impl Iterator<Item = Given<'_>> {
        let prefix = self.loader.spelling.prefix.as_str();
        let prefixed = prefixed(self.given, prefix);
        let own = |given: &Given<'_>| {
            given.name == self.loader.selector
                || self.loader.is_own_key(given.name)
                || Some(given.name) == self.loader.directory_variable.as_deref()
        };
        let all = self.given.iter().enumerate().filter(move |(at, given)| {
            let has_prefix = prefixed.contains(at);
            let nearly = !has_prefix && given.name.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
            let link = || is_service_link(given.name.get(prefix.len()..).unwrap_or_default(), given.text);
            (has_prefix || nearly) && self.claimed[*at].is_none() && !own(given) && !link()
        });
        all.map(|(_, given)| *given)
    }
}
