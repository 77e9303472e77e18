//! Spellings of names.

/// How names are spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Snake,
    Kebab,
    Camel,
    Pascal,
    ScreamingSnake,
    ScreamingKebab,
    Lower,
    Upper,
}

impl Case {
    pub(crate) const NAMES: &'static str = "snake_case, kebab-case, camelCase, PascalCase, SCREAMING_SNAKE_CASE, \
         SCREAMING-KEBAB-CASE, lowercase, UPPERCASE";

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "snake_case" => Self::Snake,
            "kebab-case" => Self::Kebab,
            "camelCase" => Self::Camel,
            "PascalCase" => Self::Pascal,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            _ => return None,
        })
    }

    /// Spells a Rust name, of a field or a variant, in this way.
    pub(crate) fn apply(self, name: &str) -> String {
        let words = words(name);
        let capital = |word: &str| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
        };
        match self {
            Self::Snake => words.join("_"),
            Self::Kebab => words.join("-"),
            Self::ScreamingSnake => words.join("_").to_ascii_uppercase(),
            Self::ScreamingKebab => words.join("-").to_ascii_uppercase(),
            Self::Lower => words.concat(),
            Self::Upper => words.concat().to_ascii_uppercase(),
            Self::Pascal => words.iter().map(|word| capital(word)).collect(),
            Self::Camel => {
                let mut spelt = String::new();
                for word in &words {
                    spelt.push_str(&if spelt.is_empty() { word.clone() } else { capital(word) });
                }
                spelt
            }
        }
    }
}

/// The words of a Rust name, in lower case.
fn words(name: &str) -> Vec<String> {
    // as serde does it: a capital begins a word, so `HttpPort` has two
    let mut words: Vec<String> = Vec::new();
    let mut begins = true;
    for letter in name.chars() {
        begins |= letter == '_' || letter.is_ascii_uppercase();
        if letter == '_' {
            continue;
        }
        match words.last_mut().filter(|_| !begins) {
            Some(word) => word.push(letter),
            None => words.push(letter.to_ascii_lowercase().to_string()),
        }
        begins = false;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn fields_and_variants_are_spelt_in_every_case() {
        for (case, field, variant) in [
            (Case::Snake, "pool_size2", "http_port"),
            (Case::Kebab, "pool-size2", "http-port"),
            (Case::Camel, "poolSize2", "httpPort"),
            (Case::Pascal, "PoolSize2", "HttpPort"),
            (Case::ScreamingSnake, "POOL_SIZE2", "HTTP_PORT"),
            (Case::ScreamingKebab, "POOL-SIZE2", "HTTP-PORT"),
            (Case::Lower, "poolsize2", "httpport"),
            (Case::Upper, "POOLSIZE2", "HTTPPORT"),
        ] {
            assert_eq!(case.apply("pool_size2"), field);
            assert_eq!(case.apply("HttpPort"), variant);
        }
    }
}
