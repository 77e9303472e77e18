//! The hosts that a text names: in addresses, in connection strings, or standing alone.

use std::ops::ControlFlow;

use super::letters::is_one_of;

/// A host that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Host<'t> {
    /// Without port and brackets.
    pub(crate) name: &'t str,
    /// In front of `://`; empty where there is none.
    pub(crate) scheme: &'t str,
    /// From the first `/` on.
    pub(crate) path: &'t str,
    /// Nothing but the text itself says that it is a host: no scheme, no port, no `host=`.
    pub(crate) is_bare: bool,
}

/// Visits each host of a text, until told to stop. A text without any is left after one look at its bytes.
pub(crate) fn hosts<'t>(text: &'t str, visit: &mut dyn FnMut(Host<'t>) -> ControlFlow<()>) -> ControlFlow<()> {
    // `a.b` is the shortest that says anything
    if text.len() < 3 {
        return ControlFlow::Continue(());
    }
    let seen = text.bytes().fold(0, |seen, byte| seen | CLASSES[usize::from(byte)]);
    if seen & COLON != 0 && text.contains("://") {
        return in_addresses(text, visit);
    }
    if seen & (OTHER | EQUALS | PARENTHESIS) == 0 {
        return if is_alone(text) { alone(text, visit) } else { ControlFlow::Continue(()) };
    }
    if seen & EQUALS != 0 {
        return in_pairs(text, visit);
    }
    // `user:password@tcp(host:3306)/name`, as Go's driver of MySQL has it
    if seen & PARENTHESIS != 0 {
        if let Some((_, rest)) = text.split_once("@tcp(") {
            let inside = rest.split(')').next().unwrap_or(rest);
            return visit(host_of(inside, "", "", false));
        }
    }
    ControlFlow::Continue(())
}

/// A byte that stands in no host.
const OTHER: u8 = 1;
const COLON: u8 = 1 << 1;
const EQUALS: u8 = 1 << 2;
const PARENTHESIS: u8 = 1 << 3;

/// What each byte tells of the text that it stands in: one look serves every form.
const CLASSES: [u8; 256] = {
    let (mut classes, mut at) = ([OTHER; 256], 0_u8);
    while at < 128 {
        classes[at as usize] = match at {
            b'=' => EQUALS,
            b'(' => PARENTHESIS,
            b':' => COLON,
            b'.' | b'-' | b'_' | b',' | b'[' | b']' | b'/' => 0,
            at if at.is_ascii_alphanumeric() => 0,
            _ => OTHER,
        };
        at += 1;
    }
    classes
};

/// The longest text that is looked at as a list of hosts.
const LONGEST: usize = 1024;

fn is_alone(text: &str) -> bool {
    let fits = |byte: u8| CLASSES[usize::from(byte)] & !COLON == 0;
    text.len() <= LONGEST && !text.starts_with(['/', '.']) && text.bytes().all(fits)
}

/// `host`, `host:port`, `a:1,b:2`, `host/path`.
fn alone<'t>(text: &'t str, visit: &mut dyn FnMut(Host<'t>) -> ControlFlow<()>) -> ControlFlow<()> {
    let (hosts, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    hosts.split(',').filter(|host| !host.is_empty()).try_for_each(|host| visit(host_of(host, "", path, true)))
}

/// Schemes behind which no host stands.
const LOCAL: &[&str] = &[
    "file",
    "sqlite",
    "sqlite3",
    "unix",
    "data",
    "jar",
    "classpath",
    "memory",
    "mem",
    "embedded",
    "duckdb",
    "npipe",
    "pipe",
];

/// Each `scheme://user:password@h1:1,h2:2/path`, wherever in a text it stands.
fn in_addresses<'t>(text: &'t str, visit: &mut dyn FnMut(Host<'t>) -> ControlFlow<()>) -> ControlFlow<()> {
    for (at, mark) in text.match_indices("://") {
        let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let begin = text.as_bytes()[..at].iter().rposition(|byte| !is_scheme(byte)).map_or(0, |before| before + 1);
        let scheme = &text[begin..at];
        if is_one_of(scheme, LOCAL) {
            continue;
        }
        let rest = &text[at + mark.len()..];
        let ends = |c: char| {
            matches!(c, '/' | '?' | '#' | ';' | '\\' | '"' | '\'' | '`' | '|' | ')' | '>') || c.is_whitespace()
        };
        let (authority, rest) = rest.split_at(end_of(rest, ends));
        let path =
            rest.split(|c: char| matches!(c, '?' | '#' | '"' | '\'') || c.is_whitespace()).next().unwrap_or_default();
        let hosts = authority.rsplit_once('@').map_or(authority, |(_, hosts)| hosts);
        for host in hosts.split(',').filter(|host| !host.is_empty()) {
            visit(host_of(host, scheme, path, false))?;
        }
    }
    ControlFlow::Continue(())
}

/// Where a text first has such a character outside braces, which hold the name of something to fill in.
fn end_of(text: &str, ends: impl Fn(char) -> bool) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && ends(c) => return at,
            _ => {}
        }
    }
    text.len()
}

/// Names in connection strings: those of libpq, and those of ADO.
const PAIRS: &[&str] = &["host", "hostaddr", "server", "data source", "datasource", "address", "addr", "endpoint"];

/// `host=a port=1`, `Server=tcp:a,1433;Database=b`.
fn in_pairs<'t>(text: &'t str, visit: &mut dyn FnMut(Host<'t>) -> ControlFlow<()>) -> ControlFlow<()> {
    let by_semicolon = text.as_bytes().contains(&b';');
    let pairs = text.split(move |c: char| if by_semicolon { c == ';' } else { c.is_whitespace() });
    for (name, value) in pairs.filter_map(|pair| pair.split_once('=')) {
        if is_one_of(name.trim(), PAIRS) {
            let value = value.trim().trim_matches(['\'', '"']);
            let value = value.strip_prefix("tcp:").unwrap_or(value);
            for host in value.split(',').filter(|host| is_alone(host)) {
                visit(host_of(host, "", "", false))?;
            }
        }
    }
    ControlFlow::Continue(())
}

fn host_of<'t>(text: &'t str, scheme: &'t str, path: &'t str, alone: bool) -> Host<'t> {
    let (name, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, port)) => (name, port),
        // more than one colon is an address of IPv6 without brackets
        None if text.bytes().filter(|byte| *byte == b':').count() > 1 && !text.contains('{') => (text, ""),
        None => text.split_at(end_of(text, |c| c == ':')),
    };
    let port = port.strip_prefix(':').unwrap_or_default();
    let has_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    Host { name: name.trim_end_matches('.'), scheme, path, is_bare: alone && !has_port }
}

#[cfg(test)]
mod tests {
    use super::{Host, hosts};
    use std::ops::ControlFlow;

    fn names(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let _ = hosts(text, &mut |host: Host<'_>| {
            found.push(host.name.to_owned());
            ControlFlow::Continue(())
        });
        // the order is that of the text, so they are found in it again
        found.iter().map(|name| &text[text.find(name.as_str()).unwrap()..][..name.len()]).collect()
    }

    #[test]
    fn hosts_are_found_wherever_a_text_names_them() {
        for (text, expected) in [
            ("https://api.example.com/v1", &["api.example.com"][..]),
            ("jdbc:postgresql://localhost:5432/app", &["localhost"]),
            ("mongodb://a:pw@h1:1,h2:2/db?x=y", &["h1", "h2"]),
            ("http://a.b and then http://c.d, too", &["a.b", "c.d"]),
            ("redis://[::1]:6379", &["::1"]),
            ("h1:9092,h2:9092", &["h1", "h2"]),
            ("localhost", &["localhost"]),
            ("host=db1 port=5432 user=app", &["db1"]),
            ("Server=tcp:sql.a.net,1433;Database=b", &["sql.a.net", "1433"]),
            ("app:pw@tcp(10.0.0.1:3306)/app", &["10.0.0.1"]),
            ("https://{{a/b}}-x.example.com/y", &["{{a/b}}-x.example.com"]),
            ("jdbc:sqlserver://sql1;databaseName=b", &["sql1"]),
            ("::1", &["::1"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
        for text in ["", "a b", "/etc/hosts", "sqlite://test.db", "file:///etc/test", "x=y", "unix:///run/test.sock"] {
            assert!(names(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in [
            "://",
            "a://",
            "a://@",
            "a://[",
            "[",
            "]:1",
            "é://é:é@é,é/é",
            "a://{",
            "@tcp(",
            "host=",
            "Server=;",
            ":::",
            ",",
        ] {
            names(text);
        }
    }
}
