//! How addresses are split, and which are refused.

use proptest::prelude::*;

use super::{AMBIGUOUS, NO_SCHEME, PORT, SECOND, SPACE, split};

/// Scheme, user, password, hosts and the rest, with `-` for what is absent.
fn parts(text: &str) -> Result<[&str; 5], &'static str> {
    let parts = split(text)?;
    let optional = |range: Option<std::ops::Range<usize>>| range.map_or("-", |range| &text[range]);
    Ok([&text[parts.scheme], optional(parts.user), optional(parts.password), &text[parts.hosts], &text[parts.rest]])
}

#[test]
fn an_address_is_split_at_its_marks() {
    for (text, wanted) in [
        ("postgres://app:pw@h:5432/db?sslmode=require", ["postgres", "app", "pw", "h:5432", "/db?sslmode=require"]),
        ("postgres://u@h/db", ["postgres", "u", "-", "h", "/db"]),
        ("postgres://h/db", ["postgres", "-", "-", "h", "/db"]),
        ("postgres://u:@h", ["postgres", "u", "", "h", ""]),
        ("redis://:pw@h", ["redis", "", "pw", "h", ""]),
        ("redis://@h", ["redis", "", "-", "h", ""]),
        ("postgres://u:p@[::1]:5432/db", ["postgres", "u", "p", "[::1]:5432", "/db"]),
        ("postgres://[fe80::1%25eth0]/db", ["postgres", "-", "-", "[fe80::1%25eth0]", "/db"]),
        ("mongodb://u:p@h1:1,h2:2,[::1]:3/db", ["mongodb", "u", "p", "h1:1,h2:2,[::1]:3", "/db"]),
        ("amqp://u:a%2Fb%40c%3Ad@h/v", ["amqp", "u", "a%2Fb%40c%3Ad", "h", "/v"]),
        ("amqp://u:a:b@h", ["amqp", "u", "a:b", "h", ""]),
        ("postgres://u:p@%2Fvar%2Frun/db", ["postgres", "u", "p", "%2Fvar%2Frun", "/db"]),
        ("mongodb+srv://u:p@h/?w=majority#x", ["mongodb+srv", "u", "p", "h", "/?w=majority#x"]),
        ("https://h#fragment", ["https", "-", "-", "h", "#fragment"]),
        ("sqlite:///var/lib/db", ["sqlite", "-", "-", "", "/var/lib/db"]),
        ("jdbc:postgresql://h:5432/db", ["jdbc:postgresql", "-", "-", "h:5432", "/db"]),
        ("postgres://ü:pässwört@hôte/db", ["postgres", "ü", "pässwört", "hôte", "/db"]),
        ("https://h/?passwords=1&tokens=2&q=password", ["https", "-", "-", "h", "/?passwords=1&tokens=2&q=password"]),
    ] {
        assert_eq!(parts(text), Ok(wanted), "{text}");
    }
}

#[test]
fn what_could_be_read_in_two_ways_is_refused() {
    for (text, why) in [
        ("", NO_SCHEME),
        ("hunter2-CANARY", NO_SCHEME),
        ("://u:p@h", NO_SCHEME),
        ("1a://h", NO_SCHEME),
        ("jdbc:oracle:thin:u/p@h", NO_SCHEME),
        ("mailto:a@b", NO_SCHEME),
        ("postgres://u:p/w@h/db", AMBIGUOUS),
        ("postgres://u:p?w@h/db", AMBIGUOUS),
        ("postgres://u:p#w@h/db", AMBIGUOUS),
        ("postgres://u:p@w@h/db", AMBIGUOUS),
        ("postgres://u:p@h/db@x", AMBIGUOUS),
        ("postgres://app:hunter2/db", PORT),
        ("postgres://u:p@h:port/db", PORT),
        ("postgres://u:p@h:123456/db", PORT),
        ("postgres://u:p@::1/db", PORT),
        ("postgres://u:p@[::1/db", PORT),
        ("postgres://u:p@[]/db", PORT),
        ("jdbc:sqlserver://h;user=sa;password=hunter2-CANARY", SECOND),
        ("jdbc:sqlserver://h:1433;user=sa;password=hunter2-CANARY", PORT),
        ("azure://u:p@h;PASSWORD=hunter2-CANARY/x", SECOND),
        ("https://h/x?se=2030&sig=hunter2-CANARY", SECOND),
        ("https://h/x?X-Amz-Signature=hunter2-CANARY", SECOND),
        ("sb://h/?SharedAccessKey=hunter2-CANARY", SECOND),
        ("postgres://u:p@[::1]x/db", PORT),
        ("jdbc:sqlserver://h:1433;password=x", PORT),
        ("amqp://u:p@h/v?password=x", SECOND),
        ("amqp://u:p@h/v?password=", SECOND),
        ("amqp://h?a=b&PassWord=x", SECOND),
        ("amqp://h?%70assword=x", SECOND),
        ("amqp://h?api-key=x", SECOND),
        ("amqp://h?a=b;token=x", SECOND),
        ("https://h/#access_token=x", SECOND),
        ("jdbc:sqlserver://h/;password=x", SECOND),
        ("postgres://u:p w@h", SPACE),
        ("postgres://u:p@h\n", SPACE),
        ("postgres://u:p\0@h", SPACE),
        ("postgres://u:p\u{a0}@h", SPACE),
    ] {
        assert_eq!(parts(text), Err(why), "{text}");
    }
    for name in ["password", "sslpassword", "pwd", "secret", "token", "api_key", "apikey", "access_token"] {
        assert_eq!(parts(&format!("postgres://h/db?x=y&{name}=z")), Err(SECOND), "{name}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_the_parts_are_the_text(text in any::<String>()) {
        for text in [text.clone(), format!("a://{text}"), format!("a://u:{text}@h"), format!("a://[{text}"), format!("a://h?{text}")] {
            if let Ok(parts) = split(&text) {
                let user = parts.user.as_ref().map_or(0, |range| range.len() + 1);
                let password = parts.password.as_ref().map_or(0, |range| range.len() + 1);
                let length = parts.scheme.len() + 3 + user + password + parts.hosts.len() + parts.rest.len();
                prop_assert_eq!(length, text.len());
            }
        }
    }
}
