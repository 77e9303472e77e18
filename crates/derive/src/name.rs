//! Rules about names: what a key may be called, its part of a variable's name, and whether it says that it is a credential.

/// Whether a key can have this name.
pub(crate) fn is_key(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// Whether a variable can have this name: POSIX.1-2017, XBD 8.1.
pub(crate) fn is_variable(name: &str) -> bool {
    let letters = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    letters && !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// What a key adds to a variable's name.
pub(crate) fn segment(name: &str) -> String {
    name.replace('-', "_").to_ascii_uppercase()
}

/// Whether a name, in snake or kebab case, says that its value is a credential.
pub(crate) fn says_credential(name: &str) -> bool {
    milieu_format::says_credential(&name.split(['_', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::{is_variable, says_credential, segment};

    #[test]
    fn names_of_credentials_are_told_from_names_about_them() {
        for name in
            ["password", "db_password", "api_key", "auth-token", "jwt_secret", "private_key", "client_secret", "db_pwd"]
        {
            assert!(says_credential(name), "{name}");
        }
        for name in
            ["max_tokens", "token_url", "public_key", "key", "passport", "secretary", "token_ttl", "api_key_header"]
        {
            assert!(!says_credential(name), "{name}");
        }
    }

    #[test]
    fn segments_are_made_of_the_alphabet_of_variables() {
        assert_eq!(segment("pool-size"), "POOL_SIZE");
        assert!(
            is_variable("PORT") && is_variable("_X9") && !is_variable("9X") && !is_variable("port") && !is_variable("")
        );
    }

    /// `webhookApiSecret` and `HTTPToken` as `webhook_api_secret` and `http_token`: as Rust names such a field.
    fn snake(name: &str) -> String {
        let letters: Vec<char> = name.chars().collect();
        let mut out = String::new();
        for (at, letter) in letters.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| letters.get(at));
            let begins = before.is_some_and(|before| before.is_ascii_lowercase() || before.is_ascii_digit())
                || (before.is_some_and(char::is_ascii_uppercase)
                    && letters.get(at + 1).is_some_and(char::is_ascii_lowercase));
            if letter.is_ascii_uppercase() && begins {
                out.push('_');
            }
            out.push(letter.to_ascii_lowercase());
        }
        out
    }

    /// The labelled keys of a secret scanner's fixtures, where `MILIEU_CORPUS` names their folder; see `recognise::corpus`.
    #[test]
    #[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement")]
    fn names_of_the_corpus_are_counted() {
        let Some(folder) = std::env::var_os("MILIEU_CORPUS").map(std::path::PathBuf::from) else {
            println!("skipped: MILIEU_CORPUS names no folder");
            return;
        };
        let text = std::fs::read_to_string(folder.join("secrets.json")).unwrap();
        let (mut found, mut credentials, mut wrong, mut innocent) = (0, 0, Vec::new(), 0);
        // one member a line, and no reader of JSON is a dependency of this crate
        for row in text.split("\"id\":").skip(1).filter(|row| !row.contains("\"contested\"")) {
            let key = row.split_once("\"key\": \"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
            let says = key.split('.').any(|segment| says_credential(&snake(segment)));
            if row.contains("\"credential\": true") {
                credentials += 1;
                found += usize::from(says);
            } else {
                innocent += 1;
                wrong.extend(says.then(|| key.to_owned()));
            }
        }
        // a name says nothing of the value: most of the others hold a template or a placeholder
        println!(
            "by name: {found} of {credentials} credentials; {} of {innocent} other values: {wrong:?}",
            wrong.len()
        );
        assert!(found >= 18, "{found} of {credentials}");
    }
}
