//! Whether the name of a key says that its value is a credential, where no type says it.
//!
//! The words are those that the derive asks for the fields that it sees; files of any program have names in camel case as well.

use super::name::words;

/// Whether the name of a key says that its value is a credential.
#[inline]
pub(crate) fn says_credential(name: &str) -> bool {
    milieu_format::says_credential(&words(name).collect::<Vec<_>>())
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
