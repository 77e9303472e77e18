//! Whether the name of a key says that its value is a credential.

/// Words that say credential, side by side.
const CREDENTIALS: &[&[&str]] = &[
    &["password"],
    &["passwords"],
    &["passwd"],
    &["pwd"],
    &["passphrase"],
    &["secret"],
    &["secrets"],
    &["token"],
    &["apikey"],
    &["api", "key"],
    &["private", "key"],
    &["access", "key"],
    &["signing", "key"],
    &["encryption", "key"],
    &["hash", "key"],
    &["master", "key"],
    &["hmac", "key"],
    &["credential"],
    &["credentials"],
];

/// Words beside them that speak of something about a credential: the name of a parameter, a lifetime, where it is kept.
const ABOUT: &[&str] = &[
    "url",
    "uri",
    "endpoint",
    "host",
    "port",
    "path",
    "file",
    "dir",
    "directory",
    "location",
    "name",
    "names",
    "id",
    "ids",
    "head",
    "header",
    "headers",
    "cookie",
    "field",
    "param",
    "params",
    "parameter",
    "query",
    "prefix",
    "suffix",
    "type",
    "kind",
    "algorithm",
    "alg",
    "issuer",
    "audience",
    "scope",
    "scopes",
    "claim",
    "ttl",
    "sec",
    "secs",
    "second",
    "seconds",
    "minutes",
    "hours",
    "days",
    "valid",
    "validity",
    "expire",
    "expires",
    "expiry",
    "expiration",
    "lifetime",
    "duration",
    "timeout",
    "interval",
    "age",
    "rotation",
    "length",
    "len",
    "min",
    "max",
    "size",
    "limit",
    "count",
    "policy",
    "format",
    "version",
    "source",
    "store",
    "manager",
    "provider",
    "enable",
    "enabled",
    "required",
    "bucket",
    "region",
    "budget",
    "per",
    "window",
    "hint",
    "label",
    "template",
    "placeholder",
    "public",
    "username",
    "user",
    "email",
    "env",
    "arn",
    "ref",
];

/// Whether a name that is made of these words says that its value is a credential.
///
/// It does so for the fields that a type declares, where the compiler asks, and for the keys of files that no type declares.
/// Letters of either case are equal.
///
/// ```
/// use milieu_format::says_credential;
///
/// assert!(says_credential(&["smtp", "password"]) && says_credential(&["API", "Key"]));
/// assert!(!says_credential(&["max", "tokens"]) && !says_credential(&["token", "url"]) && !says_credential(&["public", "key"]));
/// ```
#[must_use]
pub fn says_credential(words: &[&str]) -> bool {
    let is = |window: &[&str], says: &[&str]| window.iter().zip(says).all(|(word, say)| word.eq_ignore_ascii_case(say));
    let found = CREDENTIALS.iter().any(|says| words.windows(says.len()).any(|window| is(window, says)));
    found && !words.iter().any(|word| ABOUT.iter().any(|about| word.eq_ignore_ascii_case(about)))
}
