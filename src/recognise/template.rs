//! Text that stands for a value which somebody was to fill in.

/// Whether a text is a template, or a reference to another store, that nothing has resolved.
///
/// `${…}` and `{{…}}` count anywhere, all other forms for the whole text only: a real password may well hold a `$` or `<`.
pub(super) fn is_template(text: &str) -> bool {
    let text = text.trim();
    // a search for one byte costs a tenth of one for two
    let braces = text.as_bytes().contains(&b'{') && (has(text, "${", "}") || has(text, "{{", "}}"));
    braces || (may_open(text) && (is_reference(text) || is_wrapped(text) || is_variable(text)))
}

/// Whether the first character is one that a form of below can begin with: most values are settled by it.
fn may_open(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| match first.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => matches!(letter, b'a' | b'e' | b'o' | b'r' | b'v'),
        other => !other.is_ascii_digit(),
    })
}

fn has(text: &str, open: &str, close: &str) -> bool {
    text.find(open).is_some_and(|at| text[at + open.len()..].contains(close))
}

/// How references into secret stores and encrypted values begin. None of these is ever a password by chance.
const REFERENCES: &[&str] = &[
    "op://",
    "vault:",
    "ref+",
    "arn:aws:secretsmanager:",
    "arn:aws-cn:secretsmanager:",
    "arn:aws-us-gov:secretsmanager:",
    "arn:aws:ssm:",
    "!vault",
    "{cipher}",
    "@microsoft.keyvault(",
];

fn is_reference(text: &str) -> bool {
    REFERENCES.iter().any(|prefix| begins_folded(text, prefix))
}

fn begins_folded(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// What opens and closes a whole value. The braces and per cent signs hold a name, everything else holds what it likes.
fn is_wrapped(text: &str) -> bool {
    let inside = |open: &str, close: &str| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let any = [("<", ">"), ("$(", ")"), ("#{", "}"), ("#{", "}#"), ("ENC(", ")"), ("ENC[", "]")];
    let name = [("{", "}"), ("%(", ")s"), ("%", "%"), ("__", "__"), ("@", "@")];
    any.iter().any(|(open, close)| inside(open, close).is_some_and(|text| !text.is_empty()))
        || name.iter().any(|(open, close)| inside(open, close).is_some_and(is_name))
}

/// Names as templates write them: `DB_PASSWORD`, ` db.password `, `env(DB_PASSWORD)`.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'(' | b')' | b':');
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.bytes().all(plain)
}

/// `$NAME`, `$$name`, and the `printf` forms `%s`, `%v`, `%d`.
///
/// One letter case, and digits only beside `_`: `$ecretPassw0rd` is a bad password, yet somebody's.
fn is_variable(text: &str) -> bool {
    if matches!(text, "%s" | "%v" | "%d" | "{}") {
        return true;
    }
    let Some(name) = text.strip_prefix("$$").or_else(|| text.strip_prefix('$')) else { return false };
    let bytes = name.as_bytes();
    let has = |kind: fn(&u8) -> bool| bytes.iter().any(kind);
    let (upper, lower) = (has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase));
    let (digit, bar) = (has(u8::is_ascii_digit), bytes.contains(&b'_'));
    bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        && upper != lower
        && (!digit || bar)
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a text is a mask, `***`, `xxxx`, `....` or `[REDACTED]`, and so shows that something was left out.
pub(super) fn is_mask(text: &str) -> bool {
    let text = text.trim();
    let mask = |c: char| matches!(c, '*' | '.' | '-' | '_' | '?' | '#' | 'x' | 'X' | '•' | '●' | '…');
    (!text.is_empty() && text.chars().all(mask)) || text.eq_ignore_ascii_case("[redacted]")
}

#[cfg(test)]
mod tests {
    use super::{is_mask, is_template};

    #[test]
    fn an_unresolved_template_is_told_from_a_password_with_the_same_characters() {
        for text in [
            "${DB_PASSWORD}",
            "${DB_PASSWORD:-fallback}",
            "prefix-${PART}",
            "{{ .Values.password }}",
            "{{password}}",
            "<your key>",
            "<% PASSWORD_HERE %>",
            "ENC(G6N718UuyPE5bHyWKyuLQSm02auQPUtm)",
            "ENC[AES256_GCM,data:x]",
            "op://vault/db/password",
            "vault:secret/data/db#password",
            "ref+awsssm://db/password",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
            "ARN:AWS:SecretsManager:eu-west-1:123456789012:secret:db",
            "$DB_PASSWORD",
            "$DB_PASSWORD_2",
            "$$password",
            "$(cat /run/secrets/db)",
            "%DB_PASSWORD%",
            "%env(DB_SECRET_VALUE)%",
            "%(password)s",
            "%s",
            "{password}",
            "{ password }",
            "#{DbPassword}#",
            "__DB_PASSWORD__",
            "  ${DB_PASSWORD}\n",
        ] {
            assert!(is_template(text), "{text}");
        }
        for text in [
            "",
            "$",
            "$$",
            "%%",
            "{}x",
            "pa$$word$",
            "$ecretPassw0rd",
            "$2b$12$C6UzMDM.H6dfI/f/IKcEe.",
            "$k3jf9d8s7f6",
            "a<b>c",
            "{\"type\":\"service_account\"}",
            "100%sure%",
            "vaulting-horse",
            "référence+ü",
            "}}{{",
            "%q8%x!kl%",
        ] {
            assert!(!is_template(text), "{text}");
        }
    }

    #[test]
    fn a_mask_is_made_of_filling_alone() {
        for text in ["***", "xxxxXXXX", "....", "[REDACTED]", "•••••", " - "] {
            assert!(is_mask(text), "{text}");
        }
        for text in ["", " ", "*a*", "redacted?", "0000"] {
            assert!(!is_mask(text), "{text}");
        }
    }
}
