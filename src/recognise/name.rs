//! What the name of a key says of its value: a host, an address to listen on, something that keeps state.
//!
//! Where a type declares the key, the type says it. These are for keys that no type declares, as other programs spell them: in
//! snake, kebab or camel case.

use super::letters::{is_one_of, is_same};

/// The words of a name: `login-password`, `secret_key`, `secretKey`, `HTTPToken`.
pub(crate) fn words(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let bytes = rest.as_bytes();
        let ends = |at: usize| {
            let (before, here, after) = (bytes[at - 1], bytes[at], bytes.get(at + 1));
            !here.is_ascii_alphanumeric()
                || here.is_ascii_uppercase()
                    && (!before.is_ascii_uppercase() || after.is_some_and(u8::is_ascii_lowercase))
        };
        let end = (1..bytes.len()).find(|at| ends(*at)).unwrap_or(bytes.len());
        let (word, tail) = rest.split_at(end);
        rest = tail;
        Some(word).filter(|word| !word.is_empty())
    })
}

fn has(name: &str, known: &[&str]) -> bool {
    words(name).any(|word| is_one_of(word, known))
}

/// Words of keys whose values are hosts or addresses.
const HOSTS: &[&str] = &[
    "host",
    "hosts",
    "hostname",
    "hostnames",
    "domain",
    "domains",
    "server",
    "servers",
    "endpoint",
    "endpoints",
    "url",
    "urls",
    "uri",
    "uris",
    "address",
    "addresses",
    "addr",
    "addrs",
    "broker",
    "brokers",
    "bootstrap",
    "node",
    "nodes",
    "upstream",
    "upstreams",
    "origin",
    "origins",
    "proxy",
    "dsn",
    "gateway",
    "peer",
    "peers",
    "seeds",
    "smtp",
];

/// Whether a key says that its value is a host, even one without scheme and port.
pub(crate) fn says_host(name: &str) -> bool {
    has(name, HOSTS)
}

/// Words of keys that say where a program listens, or whom it lets in: nothing that it reaches.
const NOT_REACHED: &[&str] = &[
    "listen",
    "listens",
    "listener",
    "listeners",
    "listening",
    "bind",
    "binding",
    "interface",
    "interfaces",
    "advertise",
    "allow",
    "allowed",
    "allowlist",
    "whitelist",
    "trusted",
    "deny",
    "denied",
    "blocklist",
    "ignore",
    "ignored",
    "exclude",
    "excluded",
    "bypass",
    "noproxy",
    "reserved",
    "example",
    "examples",
    "description",
];

/// Tables whose `host` or `address` is where the program itself listens.
const SERVERS: &[&str] = &["server", "http", "https", "grpc", "web", "app", "application", "listener"];

/// Whether a path says where the program listens or whom it lets in, and not what it reaches.
pub(crate) fn says_not_reached(path: &[Box<str>]) -> bool {
    if path.iter().any(|segment| has(segment, NOT_REACHED) || is_same(segment, "no_proxy")) {
        return true;
    }
    let [.., table, last] = path else { return false };
    let is_place = is_one_of(last, &["host", "hostname", "address", "addr", "ip"]);
    is_place && is_one_of(table, SERVERS)
}

/// Words of keys that belong to something which keeps state: the same one in two environments is one environment.
const STORES: &[&str] = &[
    "database",
    "databases",
    "db",
    "postgres",
    "postgresql",
    "mysql",
    "mariadb",
    "mongo",
    "mongodb",
    "redis",
    "valkey",
    "cache",
    "queue",
    "amqp",
    "rabbitmq",
    "kafka",
    "nats",
    "broker",
    "brokers",
    "elasticsearch",
    "opensearch",
    "cassandra",
    "clickhouse",
    "datasource",
    "replica",
    "memcached",
    "ldap",
];

/// Whether a path leads to something that keeps state.
pub(crate) fn says_store(path: &[Box<str>]) -> bool {
    path.iter().any(|segment| has(segment, STORES))
}

#[cfg(test)]
mod tests {
    use super::{says_host, says_not_reached, says_store, words};

    fn path(key: &str) -> Vec<Box<str>> {
        key.split('.').map(Into::into).collect()
    }

    #[test]
    fn a_name_is_split_where_its_words_end() {
        for (name, expected) in [
            ("login-password", &["login", "password"][..]),
            ("secret_key", &["secret", "key"]),
            ("secretKey", &["secret", "Key"]),
            ("HTTPToken2", &["HTTP", "Token2"]),
            ("__a.b", &["a", "b"]),
            ("", &[]),
            ("ümlautKey", &["mlaut", "Key"]),
        ] {
            assert_eq!(words(name).collect::<Vec<_>>(), expected, "{name}");
        }
    }

    #[test]
    fn what_a_program_reaches_is_told_from_where_it_listens() {
        assert!(
            says_host("base_url") && says_host("es-hosts") && says_host("bootstrapServers") && !says_host("hostility")
        );
        for key in ["listen", "admin.bind_addr", "server.host", "cors.allowed_hosts", "no_proxy", "http.address"] {
            assert!(says_not_reached(&path(key)), "{key}");
        }
        for key in ["database.host", "redis.server", "server.database.host", "metrics.host", "forms_api.base_url"] {
            assert!(!says_not_reached(&path(key)), "{key}");
        }
        assert!(
            says_store(&path("redis.host"))
                && says_store(&path("primaryDatabase.url"))
                && !says_store(&path("mail.host"))
        );
    }
}
