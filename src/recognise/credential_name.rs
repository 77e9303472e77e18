//! Whether the name of a key says that its value is a credential, where no type says it.
//!
//! The derive has words of its own for the fields that it sees; these are for files of any program, so they know camel case and more of
//! what merely speaks about a credential.

use super::name::words;

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

/// Whether the name of a key says that its value is a credential.
pub(crate) fn says_credential(name: &str) -> bool {
    let words: Vec<&str> = words(name).collect();
    let is = |window: &[&str], says: &[&str]| window.iter().zip(says).all(|(word, say)| word.eq_ignore_ascii_case(say));
    let found = CREDENTIALS.iter().any(|says| words.windows(says.len()).any(|window| is(window, says)));
    found && !words.iter().any(|word| ABOUT.iter().any(|about| word.eq_ignore_ascii_case(about)))
}

#[cfg(test)]
mod tests {
    use super::says_credential;

    #[test]
    fn names_of_credentials_are_told_from_names_about_them() {
        for name in
            ["password", "hmac_secret", "authorization_token", "secretKey", "login-password", "apiKey", "JWTSecret"]
        {
            assert!(says_credential(name), "{name}");
        }
        for name in [
            "url_param_api_key",
            "token-validity-in-seconds",
            "clientPasswordType",
            "tokenHeader",
            "tokenHead",
            "accessKeyId",
            "public_key",
            "key",
            "max_tokens",
            "location_key_ttl_sec",
            "secretName",
        ] {
            assert!(!says_credential(name), "{name}");
        }
    }
}
