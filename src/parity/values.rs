//! Two values held against each other, without a word of what they are.

use crate::display;
use crate::facts::Fact;
use crate::recognise::{hosts, is_loopback, says_host, says_store};
use crate::schema::{Kind, Literal};
use crate::stack::{Stack, View};
use std::ops::ControlFlow;

/// One key of one environment.
#[derive(Clone, Copy)]
pub(super) struct Held<'a> {
    pub(super) stack: &'a Stack,
    pub(super) fact: &'a Fact,
}

impl<'a> Held<'a> {
    #[inline]
    fn view(self) -> Option<View<'a>> {
        self.fact.entry.map(|entry| self.stack.view(self.stack.entry(entry)))
    }

    /// The kind of the value, where kinds can contradict each other: a type has said its own.
    #[inline]
    pub(super) fn kind(self) -> Option<&'static str> {
        if !matches!(self.fact.kind, Kind::Any) {
            return None;
        }
        let view = self.view()?;
        Some(match view {
            // text of a source without types is what it replaces
            View::Raw(_) if self.fact.field.is_some() => return None,
            View::Raw(_) => match display::json(self.stack, self.fact)? {
                serde_json::Value::Bool(_) => View::Boolean(true).kind(),
                serde_json::Value::Number(number) if number.is_f64() => View::Float(0.0).kind(),
                serde_json::Value::Number(_) => View::Integer(0).kind(),
                _ => "text",
            },
            View::Text(_) => "text",
            other => other.kind(),
        })
    }

    #[inline]
    pub(super) fn is_equal(self, other: Self) -> bool {
        display::json(self.stack, self.fact) == display::json(other.stack, other.fact)
    }

    /// Whether it is a list without entries; `None` for everything else.
    #[inline]
    pub(super) fn is_empty_list(self) -> Option<bool> {
        match (self.view(), self.fact.default()) {
            (Some(View::List(list)), _) => Some(self.stack.table_len(list) == 0),
            (None, Some(Literal::List(items))) => Some(items.is_empty()),
            _ => None,
        }
    }

    #[inline]
    fn text(self) -> Option<&'a str> {
        match (self.view(), self.fact.default()) {
            (Some(View::Text(text) | View::Raw(text)), _) => Some(text),
            (None, Some(Literal::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// The scheme of an address.
    #[inline]
    pub(super) fn scheme(self) -> Option<&'a str> {
        let (scheme, _) = self.text()?.split_once("://")?;
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b':');
        (!scheme.is_empty() && scheme.bytes().all(fits)).then_some(scheme)
    }

    /// Whether both are the address of one thing that keeps state, which then serves two environments.
    #[inline]
    pub(super) fn is_one_store(self, other: Self) -> bool {
        let (Some(text), Some(same)) = (self.text(), other.text()) else { return false };
        if text != same || text.is_empty() {
            return false;
        }
        let is_scheme = |scheme: &str| STORES.iter().any(|store| store.eq_ignore_ascii_case(scheme));
        let says = says_store(&self.fact.path) && self.fact.path.last().is_some_and(|last| says_host(last));
        let mut is_it = |host: crate::recognise::Host<'_>| {
            let scheme = host.scheme.rsplit(':').next().unwrap_or_default();
            let is_store = is_scheme(scheme) || says && (scheme.is_empty() || !scheme.starts_with("http"));
            if is_store && is_one_everywhere(host.name) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        hosts(text, &mut is_it).is_break()
    }
}

/// Schemes of what keeps state.
const STORES: &[&str] = &[
    "postgres",
    "postgresql",
    "mysql",
    "mariadb",
    "mongodb",
    "mongodb+srv",
    "redis",
    "rediss",
    "amqp",
    "amqps",
    "kafka",
    "sqlserver",
    "oracle",
    "clickhouse",
    "cassandra",
    "memcached",
    "nats",
    "ldap",
    "ldaps",
    "s3",
    "gs",
    "couchbase",
    "neo4j",
];

/// Whether a name means one thing wherever it is resolved: a name without a dot, and one below a private domain, is another machine
/// in each network.
#[inline]
fn is_one_everywhere(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_private =
        ["local", "internal", "lan", "svc", "consul", "localdomain"].iter().any(|own| last.eq_ignore_ascii_case(own));
    let is_number = name.parse::<std::net::IpAddr>().is_ok();
    name.contains('.') && !is_private && !is_number && !is_loopback(name) && !name.contains(['{', '<', '$'])
}
