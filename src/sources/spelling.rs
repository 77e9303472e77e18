//! How an application's variables are spelt.

use crate::key::raised;

/// Prefix and separator of an application's variables.
#[derive(Clone, Debug)]
pub(crate) struct Spelling {
    /// With what follows it: `SHOP_`.
    pub(crate) prefix: String,
    /// Between segments: `_`, or `__` where the application says so.
    pub(crate) separator: String,
}

impl Spelling {
    /// The name of the variable for a path of declared names; `None` where nothing reads variables.
    pub(crate) fn name(&self, path: &[&str]) -> String {
        let mut name = self.prefix.clone();
        for (index, segment) in path.iter().enumerate() {
            if index > 0 {
                name.push_str(&self.separator);
            }
            name.extend(segment.chars().map(raised));
        }
        name
    }
}

/// Tells whether a variable is one that Kubernetes sets for every service in the namespace: by name and, where the name alone
/// could be a key's, by shape.
///
/// The names are those of the documentation of Kubernetes, "Discovering services", and of Docker's links, which it follows.
pub(crate) fn is_service_link(suffix: &str, value: Option<&str>) -> bool {
    let has_scheme = value.is_some_and(|value| ["tcp://", "udp://", "sctp://"].iter().any(|s| value.starts_with(s)));
    let port = |rest: &str| {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = ["_TCP", "_UDP", "_SCTP"].iter().find_map(|protocol| digits.strip_prefix(protocol));
        digits.len() < rest.len() && matches!(after, Some("" | "_PROTO" | "_PORT" | "_ADDR"))
    };
    match suffix {
        "SERVICE_HOST" | "SERVICE_PORT" => true,
        _ if suffix.ends_with("_SERVICE_HOST") || suffix.ends_with("_SERVICE_PORT") => true,
        _ if suffix.starts_with("SERVICE_PORT_") => true,
        "PORT" => has_scheme,
        _ if suffix.ends_with("_PORT") && has_scheme => true,
        _ => {
            suffix.strip_prefix("PORT_").or_else(|| suffix.split_once("_PORT_").map(|(_, rest)| rest)).is_some_and(port)
        }
    }
}
