//! Every text that names a host, held against the environment that would reach it.

use std::ops::ControlFlow;

use crate::environment::Environment;
use crate::facts::{Fact, facts};
use crate::finding::{Finding, Level};
use crate::levels::{FOREIGN_HOST, LOOPBACK_ENDPOINT, NONPRODUCTION_HOST};
use crate::origin::Origin;
use crate::recognise::{
    Host, VendorMode, hosts, is_below, is_loopback, may_speak, nonproduction, says_host, says_not_reached,
};
use crate::rules::Rules;
use crate::schema::{Field, Kind, Literal, Schema};
use crate::stack::{Stack, Value};
use crate::tier::Tier;

use super::about;

/// Domains that the application has declared, each with the environment that it belongs to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Domains(Vec<(Box<str>, Box<str>)>);

impl Domains {
    #[inline]
    pub(crate) fn declare(&mut self, environment: &str, domain: &str) {
        self.0.push((environment.into(), domain.trim_matches('.').into()));
    }

    /// The environments that have domains.
    pub(crate) fn environments(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(environment, _)| &**environment)
    }

    /// Whose a host is: the longest domain decides, and of several owners `environment` goes first.
    fn owner(&self, host: &str, environment: &str) -> Option<&str> {
        let of_it = || self.0.iter().filter(|(_, domain)| is_below(host, domain));
        let longest = of_it().map(|(_, domain)| domain.len()).max()?;
        let owners = || of_it().filter(|(_, domain)| domain.len() == longest).map(|(owner, _)| &**owner);
        owners().find(|owner| *owner == environment).or_else(|| owners().next())
    }
}

/// What speaks against a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Odd<'d> {
    /// It belongs to another environment, by declaration.
    Foreign(&'d str),
    /// It says so by this word.
    Nonproduction(&'static str),
    Loopback,
}

struct Look<'a> {
    environment: Environment,
    domains: &'a Domains,
    /// Words count: nothing but production reaches real vendors, unless declared otherwise.
    words: bool,
    loopback: bool,
}

impl<'a> Look<'a> {
    fn odd(&self, host: &Host<'_>) -> Option<Odd<'a>> {
        match self.domains.owner(host.name, self.environment.name()) {
            Some(owner) if owner == self.environment.name() => return None,
            Some(owner) => return Some(Odd::Foreign(owner)),
            None => {}
        }
        if is_loopback(host.name) {
            return self.loopback.then_some(Odd::Loopback);
        }
        if self.words { nonproduction(host).map(Odd::Nonproduction) } else { None }
    }

    /// Whether something may speak against a text. The key is only looked at where the text alone does not tell.
    fn is_odd(&self, text: &str, key: &str) -> bool {
        // a declared domain can be any name
        if self.domains.0.is_empty() && !may_speak(text) {
            return false;
        }
        let mut look = |host: Host<'_>| {
            let is_odd = (!host.is_bare || says_host(key)) && self.odd(&host).is_some();
            if is_odd { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        hosts(text, &mut look).is_break()
    }

    /// The first thing that speaks against a text at a key.
    fn in_text(&self, text: &str, fact: &Fact, key: &str) -> Option<Odd<'a>> {
        let mut found = None;
        let is_host = || says_host(key) || fact.path.last().is_some_and(|last| says_host(last));
        let is_socket = fact.field.is_some_and(|field| {
            matches!(
                field.type_name().rsplit([':', ' ']).next(),
                Some("SocketAddr" | "IpAddr" | "SocketAddrV4" | "SocketAddrV6")
            )
        });
        let mut look = |host: Host<'_>| {
            // a credential tells its host only where it is an address, never by itself
            if host.is_bare && (fact.is_credential() || !is_host()) || fact.is_credential() && host.scheme.is_empty() {
                return ControlFlow::Continue(());
            }
            found = self.odd(&host);
            let listens = is_socket || host.scheme.is_empty() && says_not_reached(&fact.path);
            let is_let_in = matches!(found, Some(Odd::Loopback)) && says_not_reached(&fact.path);
            if listens || is_let_in {
                found = None;
            }
            if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let _ = hosts(text, &mut look);
        found
    }
}

/// Finds the hosts that do not belong where they stand, among the values that win.
///
/// The texts are looked at where they lie in the arena; which key one belongs to is asked only once something was found.
pub(crate) fn sweep_hosts(
    stack: &Stack,
    schema: Option<&'static Schema>,
    (environment, rules): (Environment, &Rules),
    domains: &Domains,
) -> Vec<Finding> {
    let tier = environment.tier();
    let is_live = tier == Tier::Production && environment.vendor_mode() == VendorMode::Live;
    let look = Look {
        environment,
        domains,
        words: is_live && rules.level(NONPRODUCTION_HOST) > Level::Allow,
        loopback: rules.level(LOOPBACK_ENDPOINT) > Level::Allow,
    };
    if !look.words && !look.loopback && domains.0.is_empty() {
        return Vec::new();
    }
    let in_defaults = || schema.is_some_and(|schema| any_default(schema, tier, &|key, text| look.is_odd(text, key)));
    if !stack.any_winning_text(&mut |key, text| look.is_odd(text, key)) && !in_defaults() {
        return Vec::new();
    }
    let facts = facts(stack, schema, tier);
    let odd = facts.iter().filter_map(|fact| Some((fact, of_fact(stack, fact, &look)?)));
    odd.map(|(fact, (odd, origin))| about(finding(odd, environment, rules), fact, true).with_origin(origin)).collect()
}

fn of_fact<'a>(stack: &Stack, fact: &Fact, look: &Look<'a>) -> Option<(Odd<'a>, Origin)> {
    match (fact.entry, fact.default()) {
        (Some(entry), _) => in_entry(stack, entry, fact, look).map(|(odd, entry)| (odd, stack.origin(entry))),
        (None, Some(literal)) => in_literal(literal, fact, look).map(|odd| (odd, Origin::DEFAULT)),
        (None, None) => None,
    }
}

fn in_entry<'a>(stack: &Stack, entry: u32, fact: &Fact, look: &Look<'a>) -> Option<(Odd<'a>, u32)> {
    let said = stack.entry(entry);
    if let Value::List(inside) | Value::Table(inside) = said.value {
        return stack.children(inside).find_map(|(entry, _)| in_entry(stack, entry, fact, look));
    }
    let text = stack.text_or_secret(said)?;
    look.in_text(text, fact, stack.key(said)).map(|odd| (odd, entry))
}

fn in_literal<'a>(literal: &Literal, fact: &Fact, look: &Look<'a>) -> Option<Odd<'a>> {
    match literal {
        Literal::Text(text) => look.in_text(text, fact, ""),
        Literal::List(items) => items.iter().find_map(|item| in_literal(item, fact, look)),
        _ => None,
    }
}

/// Whether some text among the defaults of a schema is of a kind; it is asked with the name of the field.
fn any_default(schema: &Schema, tier: Tier, is: &dyn Fn(&str, &str) -> bool) -> bool {
    fn literal(of: &Literal, key: &str, is: &dyn Fn(&str, &str) -> bool) -> bool {
        match of {
            Literal::Text(text) => is(key, text),
            Literal::List(items) => items.iter().any(|item| literal(item, key, is)),
            _ => false,
        }
    }
    let in_field = |field: &Field| match field.kind() {
        Kind::Table(inner) => any_default(inner, tier, is),
        _ => field.default_in(tier).is_some_and(|of| literal(of, field.name(), is)),
    };
    let variants = schema.tag().map_or(&[][..], |tag| tag.variants());
    schema.fields().iter().any(in_field) || variants.iter().any(|variant| any_default(variant.schema(), tier, is))
}

fn finding(odd: Odd<'_>, environment: Environment, rules: &Rules) -> Finding {
    let (finding, check) = match odd {
        Odd::Foreign(owner) => (
            Finding::new(format!("names a host of {owner}, and {environment} has hosts of its own"))
                .with_remedy(format!("set the host that {environment} is to reach")),
            FOREIGN_HOST,
        ),
        Odd::Nonproduction(word) => {
            let what = match word {
                "tunnel" => "names a tunnel to somebody's machine".to_owned(),
                "invalid" => "names a host that can never be there".to_owned(),
                word => format!("names a host that says {word}"),
            };
            let remedy =
                format!("set the host that {environment} is to reach, or declare its domain as {environment}'s");
            (
                Finding::new(format!("{what}, and {environment} reaches those of production")).with_remedy(remedy),
                NONPRODUCTION_HOST,
            )
        }
        Odd::Loopback => (
            Finding::new("is an endpoint on this very machine").with_remedy(format!(
                "set the host that {environment} is to reach, or allow it if a sidecar answers there"
            )),
            LOOPBACK_ENDPOINT,
        ),
    };
    finding.with_check(check, rules.level(check))
}
