//! Nothing that is printed holds a value: every shape and position, every way of saying what went wrong.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::error::Error as _;
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use milieu::schema::Kind;
use milieu::testing::Fixture;
use milieu::{Config, Credential, Dsn, Error, Inspection, Loaded, Loader, Rank};
use proptest::prelude::*;

const CANARY: &str = "hunter2-CANARY";

/// Every form in which a text could give the canary away, and pieces of six bytes of it.
pub(crate) struct Forms(Vec<String>);

impl Forms {
    pub(crate) fn of(canary: &str) -> Self {
        let bytes = canary.as_bytes();
        let mut forms = vec![canary.to_owned()];
        let hex: String = bytes.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        forms.extend([hex.to_uppercase(), hex]);
        for shift in 0..3 {
            let shifted: Vec<u8> = std::iter::repeat_n(b'x', shift).chain(bytes.iter().copied()).collect();
            for alphabet in [data_encoding::BASE64_NOPAD, data_encoding::BASE64URL_NOPAD] {
                let encoded = alphabet.encode(&shifted);
                // what neighbours decide is left out at both ends
                let end = shifted.len() * 8 / 6;
                forms.push(encoded[[0, 2, 3][shift]..end].to_owned());
            }
        }
        let percent = |byte: &u8| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(*byte).to_string(),
            byte => format!("%{byte:02X}"),
        };
        forms.push(bytes.iter().map(percent).collect());
        for separator in [", ", ","] {
            forms.push(bytes.iter().map(ToString::to_string).collect::<Vec<_>>().join(separator));
        }
        let json = |text: &str| serde_json::to_string(text).unwrap().trim_matches('"').to_owned();
        let debug = |text: &str| format!("{text:?}").trim_matches('"').to_owned();
        for escape in [&json as &dyn Fn(&str) -> String, &debug] {
            forms.extend([escape(canary), escape(&escape(canary))]);
        }
        let starts: Vec<usize> = canary.char_indices().map(|(at, _)| at).chain([canary.len()]).collect();
        for (index, start) in starts.iter().enumerate() {
            if let Some(end) = starts[index..].iter().find(|end| **end >= start + 6) {
                forms.push(canary[*start..*end].to_owned());
            }
        }
        Self(forms)
    }

    #[track_caller]
    pub(crate) fn are_not_in(&self, text: &str) {
        for form in self.0.iter().filter(|form| form.len() >= 6) {
            assert!(!text.contains(form.as_str()), "{form:?} is in:\n{text}");
        }
    }
}

fn of_error(error: Error) -> String {
    let mut text =
        format!("{error} {error:?} {error:#?} {} {} {:?}", error.to_json(), error.to_line(), error.styled(true));
    assert!(error.source().is_none(), "no error of ours reaches one of others");
    for finding in error.findings() {
        let _ = write!(text, " {finding:#?} {}", serde_json::to_string(finding).unwrap());
    }
    text
}

fn of_inspection(inspection: &Inspection) -> String {
    let explanation = inspection.explain();
    let mut text =
        format!("{inspection:?} {explanation} {explanation:?} {} {:?}", explanation.to_json(), inspection.findings());
    for leaf in inspection.leaves() {
        let _ = write!(text, " {leaf:?} {:?}", leaf.origins());
    }
    text
}

fn of_loaded<T>(loaded: &Loaded<T>) -> String {
    let explanation = loaded.explain();
    format!(
        "{loaded:?} {explanation} {explanation:#?} {} {:?} {} {}",
        explanation.to_json(),
        loaded.findings(),
        loaded.fingerprint(),
        loaded.snapshot()
    )
}

/// All that a loader says of a type, in every phase. A plain value that is right is shown by `explain()`, as it should be, so
/// of a type without credentials only what is wrong is asked for.
fn said<T: Config>(loader: &Loader) -> String {
    let is_plain = !T::SCHEMA.fields().iter().any(|field| holds_credential(field.kind()));
    let mut text = format!("{loader:?} ");
    text.push_str(&match loader.load::<T>() {
        Ok(loaded) if is_plain => format!("{loaded:?} {:?} {}", loaded.findings(), loaded.fingerprint()),
        Ok(loaded) => of_loaded(&loaded),
        Err(error) => of_error(error),
    });
    for environment in ["development", "production"] {
        let inspection = loader.inspect::<T>(environment).unwrap();
        if !is_plain || !inspection.findings().is_empty() {
            text.push_str(&of_inspection(&inspection));
        }
    }
    text
}

fn holds_credential(kind: &Kind) -> bool {
    match kind {
        Kind::Credential => true,
        Kind::List(item) | Kind::Map(item) => holds_credential(item),
        Kind::Table(schema) => schema.fields().iter().any(|field| holds_credential(field.kind())),
        _ => false,
    }
}

#[derive(Config)]
enum Choice {
    First,
}

#[derive(Config)]
#[config(tag = "t", rename_all = "lowercase")]
enum Tagged {
    #[expect(dead_code, reason = "only read")]
    First { x: u8 },
}

#[derive(Config)]
struct Inner {
    #[expect(dead_code, reason = "only read")]
    x: u8,
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "only read")]
enum Untagged {
    First { x: u8 },
    Second(u16),
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "only read")]
enum Foreign {
    First,
    Second { x: u8 },
    Third(u8),
}

#[derive(serde::Deserialize)]
#[serde(tag = "t", content = "c")]
#[expect(dead_code, reason = "only read")]
enum Adjacent {
    First(u8),
}

#[derive(serde::Deserialize)]
#[serde(try_from = "String")]
struct Tries;

impl TryFrom<String> for Tries {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Err(format!("a message that quotes {text}"))
    }
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "only read")]
struct Quotes(#[serde(deserialize_with = "quotes")] u8);

fn quotes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let text: String = serde::Deserialize::deserialize(deserializer)?;
    Err(serde::de::Error::invalid_value(serde::de::Unexpected::Str(&text), &text.as_str()))
}

macro_rules! sweep {
    ($($name:ident: $ty:ty = $($text:literal),+;)*) => {
        #[test]
        fn no_shape_shows_a_value_of_another_kind() {
            let forms = Forms::of(CANARY);
            let mut shapes = 0;
            $({
                #[derive(Config)]
                #[allow(dead_code, reason = "only read")]
                struct $name { f: $ty }
                for text in [$($text),+] {
                    let text = text.replace('@', CANARY);
                    let json = serde_json::to_string(&toml_of(&text)).unwrap();
                    for fixture in [
                        Fixture::new().file("config/development.toml", text.as_str()),
                        Fixture::new().file("config/base.toml", text.as_str()),
                        Fixture::new().file("config/production.json", json.as_str()),
                        Fixture::new().file(".env", format!("APP_F='{}'", value_of(&text))),
                        Fixture::new().variable("APP_F", value_of(&text)),
                        Fixture::new().variable("APP_F_FILE", value_of(&text)),
                        Fixture::new().file("/s", value_of(&text)).variable("APP_F_FILE", "/s"),
                        Fixture::new().file("/run/secrets/f", value_of(&text)),
                    ] {
                        for environment in ["development", "production"] {
                            forms.are_not_in(&said::<$name>(&fixture.environment(environment)));
                        }
                    }
                    let loader = Fixture::new().environment("production");
                    forms.are_not_in(&said::<$name>(&loader.clone().values(Rank::Base, "code", &toml_of(&text))));
                    forms.are_not_in(&said::<$name>(&loader.clone().set("f", &value_of(&text))));
                    forms.are_not_in(&said::<$name>(&loader.arguments([format!("f={}", value_of(&text))])));
                    shapes += 1;
                }
            })*
            assert!(shapes > 60, "{shapes}");
        }
    };
}

/// The text as a table of values, by the reader that is tested: as JSON that an inspection gives.
fn toml_of(text: &str) -> serde_json::Value {
    let inspection = Fixture::new().file("config/base.toml", text).loader().inspect_plain("development").unwrap();
    let mut table = serde_json::Map::new();
    for leaf in inspection.leaves() {
        let key = milieu::Key::new(leaf.key()).unwrap();
        let segments: Vec<_> = key.segments().map(ToOwned::to_owned).collect();
        let mut here = &mut table;
        for segment in &segments[..segments.len() - 1] {
            here = here.entry(segment.clone()).or_insert_with(|| serde_json::json!({})).as_object_mut().unwrap();
        }
        here.insert(segments[segments.len() - 1].clone(), leaf.expose().cloned().unwrap_or_default());
    }
    table.into()
}

/// What stands behind the first `=`, as a variable would hold it.
fn value_of(text: &str) -> String {
    text.split_once('=').map_or(text, |(_, value)| value).trim().trim_matches('\'').to_owned()
}

sweep! {
    U8: u8 = "f='@'", "f=['@']", "f={a='@'}", "f={'@'=1}", "g='@'", "'@'=1", "f=1\n'@'='@'";
    I64: i64 = "f='@'";
    F64: f64 = "f='@'";
    Boolean: bool = "f='@'";
    Character: char = "f='@'";
    Text: String = "f=['@']", "f={a='@'}", "f={'@'='@'}";
    Optional: Option<u8> = "f='@'", "f=['@']";
    List: Vec<u8> = "f=['@']", "f='@'", "f=[['@']]", "f=[{'@'='@'}]";
    Pair: (u8, u8) = "f=[1,'@']", "f=['@']";
    Single: (String,) = "f=['@','@']";
    Array: [String; 1] = "f=['@','@']";
    Values: BTreeMap<String, u8> = "f={a='@'}", "f={'@'=1}", "f={'@'='x'}", "f={'@'='@'}", "f='@'";
    Deep: BTreeMap<String, BTreeMap<String, u8>> = "f={'@'={'@'='@'}}";
    Set: HashSet<u8> = "f=['@']";
    Chosen: Choice = "f='@'", "f={'@'=1}", "f=['@']";
    Variants: Tagged = "f={t='@'}", "f={t='first',x='@'}", "f={t='first',x=1,'@'='@'}", "f='@'";
    Nested: Inner = "f='@'", "f={x='@'}", "f={x=1,'@'='@'}", "f=['@']";
    Nests: Vec<Inner> = "f=[{x='@'}]", "f=[{x=1,'@'=1}]", "f='@'";
    Untag: Untagged = "f='@'", "f={x='@'}", "f={'@'=1}";
    Outside: Foreign = "f='@'", "f={'@'=1}", "f={Second={x='@'}}", "f={Second={'@'=1}}", "f={Third='@'}";
    Beside: Adjacent = "f={t='@'}", "f={t='First',c='@'}";
    Tried: Tries = "f='@'";
    Quoted: Quotes = "f='@'";
    Address: IpAddr = "f='@'";
    Socket: SocketAddr = "f='@'";
    Path: PathBuf = "f=['@']";
    Span: Duration = "f='@'", "f={secs='@',nanos=1}";
    Url: url::Url = "f='@'", "f='http://u:@@:x'";
    NonZero: std::num::NonZeroU8 = "f='@'";
    Borrowed: Cow<'static, str> = "f={a='@'}";
    Bounds: std::ops::Range<u8> = "f={start='@',end=1}";
    Bytes: bytesize::ByteSize = "f='@'";
    Secret: Credential = "f='@'", "f=['@']", "f={a='@'}", "f={'@'='@'}", "f.'@'='@'";
    Secrets: Vec<Credential> = "f=['@']", "f='@'", "f=[['@']]";
    SecretMap: BTreeMap<String, Credential> = "f={a='@'}", "f={'@'='@'}", "f='@'";
    Maybe: Option<Credential> = "f='@'", "f=['@']";
    Raw: Credential<[u8; 4]> = "f='@'";
    Service: Dsn = "f='@'", "f='postgres://u:@@h/db'", "f='postgres://u:@@@h/db'", "f='postgres://u:p@h/db?password=@'";
}

#[test]
fn who_unwraps_an_error_prints_no_value() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only read")]
    struct Settings {
        port: u16,
    }
    let result = Fixture::new().variable("APP_PORT", CANARY).environment("test").load::<Settings>();
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(result.unwrap()))).unwrap_err();
    Forms::of(CANARY).are_not_in(panic.downcast_ref::<String>().unwrap());
}

#[test]
fn a_type_without_schema_shows_no_value_either() {
    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Plain {
        port: u16,
        list: Option<Vec<u8>>,
        map: Option<BTreeMap<String, u8>>,
        tried: Option<Tries>,
        quoted: Option<Quotes>,
        foreign: Option<Foreign>,
    }
    let forms = Forms::of(CANARY);
    for text in [
        "port='@'",
        "port={'@'='@'}",
        "port=1\nlist='@'",
        "port=1\nlist=['@']",
        "port=1\nmap={'@'='@'}",
        "port=1\n'@'='@'",
        "port=1\ntried='@'",
        "port=1\nquoted='@'",
        "port=1\nforeign='@'",
        "port=1\nforeign={'@'=1}",
        "'@'",
    ] {
        let text = text.replace('@', CANARY);
        let fixture = Fixture::new().file("config/development.toml", text.as_str()).variable("APP_LIST", CANARY);
        forms.are_not_in(&of_error(fixture.environment("development").load_plain::<Plain>().map(drop).unwrap_err()));
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_shows_nothing_of_its_bytes() {
    use std::os::unix::ffi::OsStringExt as _;

    let bytes = std::ffi::OsString::from_vec([CANARY.as_bytes(), b"\xff\xfe", CANARY.as_bytes()].concat());
    let forms = Forms::of(CANARY);
    for name in
        ["TEXT", "NUMBER", "SECRET", "SECRETS", "ADDRESS", "SECRET_FILE", "NUMBER_FILE", "NESTED_TOKEN", "OTHER"]
    {
        for environment in ["development", "production"] {
            let fixture = Fixture::new().variable(&format!("APP_{name}"), bytes.clone());
            forms.are_not_in(&said::<Wide>(&fixture.environment(environment)));
        }
    }
}

#[test]
fn a_plain_value_that_looks_like_a_credential_is_in_no_report() {
    #[derive(Config, serde::Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Plain {
        text: String,
        texts: Option<Vec<String>>,
    }
    let forms = Forms::of(CANARY);
    let address = format!("postgres://app:{CANARY}@db/shop");
    for text in [format!("text = '{address}'"), format!("text = 'x'\ntexts = ['a', '{address}']")] {
        let fixture = Fixture::new().file("config/base.toml", text);
        for environment in ["development", "staging", "production"] {
            let loader = fixture.environment(environment);
            forms.are_not_in(&of_error(loader.load::<Plain>().map(drop).unwrap_err()));
            let inspection = loader.inspect::<Plain>(environment).unwrap();
            forms.are_not_in(&format!("{}{}", inspection.explain(), inspection.explain().to_json()));
            forms.are_not_in(&of_loaded(&loader.load_plain::<Plain>().unwrap()));
        }
    }
}

#[test]
fn a_broken_document_shows_nothing_of_its_lines() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only read")]
    struct Settings {
        password: Option<Credential>,
        port: Option<u16>,
    }
    let forms = Forms::of(CANARY);
    let documents: &[(&str, &[&str])] = &[
        (
            "toml",
            &[
                "password = 'C'\nport = = 1",
                "password = 'C' x\n",
                "port = = 1\npassword = 'C'",
                "port = 1\nport = = 1\n\npassword = 'C'\n",
                "password = C",
                "password = 'C",
                "password = \"C\\x\"",
                "'C' 'C' = 1",
                "[C",
                "password = 'C'\npassword = 'C'",
                "a = {b = 'C', b = 'C'}",
                "'C'.x = 1\n'C' = 2",
            ],
        ),
        (
            "json",
            &[
                "{\"password\": \"C\", \"port\": }",
                "{\"port\": ,\n \"password\": \"C\"}",
                "{\"password\": C}",
                "{\"password\": \"C",
                "{\"C\": 1, }",
                "{\"a\": \"C\", \"a\": \"C\"}",
                "[\"C\"]",
                "\"C\"",
                "{\"password\": \"C\\x\"}",
            ],
        ),
        (
            "yaml",
            &[
                "password: C\nport: : 1\n",
                "port: : 1\npassword: C\n",
                "password: 'C\n",
                "- C\n",
                "password: *C\n",
                "? {C: 1}\n: 2\n",
                "C: 1\nC: 2\n",
                "password: \"C\\x\"\n",
            ],
        ),
        (
            "env",
            &[
                "APP_PASSWORD=C\nAPP PORT=1\n",
                "APP PORT=1\nAPP_PASSWORD=C\n",
                "APP_PASSWORD='C\n",
                "APP PASSWORD=C\n",
                "C\n",
                "=C\n",
                "APP_PASSWORD=\"C\n",
                "APP_PORT=C\n",
            ],
        ),
    ];
    for (format, texts) in documents {
        for text in *texts {
            let text = text.replace('C', CANARY);
            let path = if *format == "env" { ".env".to_owned() } else { format!("config/development.{format}") };
            let fixture = Fixture::new().file(path, text.as_str());
            forms.are_not_in(&said::<Settings>(&fixture.environment("development")));
            forms.are_not_in(&match fixture.environment("development").inspect_plain("development") {
                Ok(inspection) => format!("{:?}", inspection.findings()),
                Err(error) => of_error(error),
            });
        }
    }
    let bytes = [CANARY.as_bytes(), b" = \xff\xfe"].concat();
    for path in ["config/development.toml", "config/development.json", ".env", "/run/secrets/password"] {
        forms.are_not_in(&said::<Settings>(&Fixture::new().file(path, bytes.clone()).environment("development")));
    }
}

#[cfg(feature = "figment")]
#[test]
fn a_provider_shows_nothing_of_what_it_holds() {
    use figment::value::{Dict, Map};
    use figment::{Metadata, Profile, Provider};

    struct Holds(bool);
    impl Provider for Holds {
        fn metadata(&self) -> Metadata {
            Metadata::from("https://user:hunter2-CANARY@vault.example/v1", "hunter2-CANARY")
        }
        fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
            if self.0 {
                return Err(figment::Error::from("hunter2-CANARY".to_owned()));
            }
            let values =
                [("port", "hunter2-CANARY"), ("hunter2-CANARY", "hunter2-CANARY"), ("password", "hunter2-CANARY")];
            Ok(Profile::Default
                .collect(values.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect::<Dict>()))
        }
    }
    #[derive(Config)]
    #[expect(dead_code, reason = "only read")]
    struct Settings {
        port: u16,
        password: Option<Credential>,
    }
    for fails in [false, true] {
        let loader = Fixture::new().environment("development").provider(Rank::Base, Holds(fails));
        Forms::of(CANARY).are_not_in(&said::<Settings>(&loader));
    }
}

#[derive(Config)]
#[expect(dead_code, reason = "only read")]
struct Wide {
    number: Option<u16>,
    text: Option<String>,
    flag: Option<bool>,
    path: Option<PathBuf>,
    list: Option<Vec<u16>>,
    texts: Option<Vec<String>>,
    map: Option<BTreeMap<String, u16>>,
    nested: Option<Nest>,
    nests: Option<Vec<Nest>>,
    choice: Option<Choice>,
    tagged: Option<Tagged>,
    url: Option<url::Url>,
    tried: Option<Tries>,
    secret: Option<Credential>,
    secrets: Option<Vec<Credential>>,
    bytes: Option<Credential<Vec<u8>>>,
    address: Option<Dsn>,
}

#[derive(Config)]
#[expect(dead_code, reason = "only read")]
struct Nest {
    number: u16,
    token: Option<Credential>,
}

const KEYS: &[&str] = &[
    "number",
    "flag",
    "list",
    "map",
    "nested",
    "nests",
    "choice",
    "tagged",
    "url",
    "tried",
    "secret",
    "secrets",
    "bytes",
    "address",
    "nested.number",
    "nested.token",
    "map.x",
    "nmber",
    "unknown",
    "secret.x",
];

/// A value that holds the canary, in one of several shapes.
fn shaped(shape: u8, canary: &str) -> serde_json::Value {
    use serde_json::json;
    match shape {
        0 => json!(canary),
        1 => json!([canary]),
        2 => json!({"x": canary}),
        3 => json!({canary: 1}),
        4 => json!({canary: canary, "number": canary}),
        5 => json!([{"number": canary, canary: 1}]),
        6 => json!({"t": canary, "x": canary}),
        _ => json!([[canary], canary]),
    }
}

fn nested(key: &str, value: serde_json::Value) -> serde_json::Value {
    key.rsplit('.').fold(value, |value, segment| serde_json::json!({segment: value}))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_value_at_any_place_of_any_source_is_shown(
        canary in "[a-zA-Z0-9\"'\\\\\n\t é🔑\u{1}%=#{}-]{12,30}",
        places in proptest::collection::vec((0..KEYS.len(), 0_u8..8, 0_u8..7), 1..5),
        deployed in any::<bool>(),
    ) {
        prop_assume!(canary.chars().filter(|c| c.is_alphanumeric()).count() >= 8 && canary.trim() == canary);
        let forms = Forms::of(&canary);
        let environment = if deployed { "production" } else { "development" };
        let mut fixture = Fixture::new();
        let mut loader_sets = Vec::new();
        for (place, shape, source) in places {
            let (key, value) = (KEYS[place], shaped(shape, &canary));
            let document = nested(key, value.clone());
            let name = format!("APP_{}", key.replace('.', "_").to_uppercase());
            let text = if shape == 0 { canary.clone() } else { value.to_string() };
            fixture = match source {
                0 => fixture.file("config/base.json", document.to_string()),
                1 => fixture.file(format!("config/{environment}.json"), document.to_string()),
                2 => fixture.file("config/base.yaml", document.to_string()),
                3 => fixture.variable(&name, text.replace('\0', "")),
                4 => fixture.variable(&format!("{name}_FILE"), text.replace('\0', "")),
                5 => fixture.file(format!("/run/secrets/{}", key.replace('.', "__")), text),
                _ => {
                    loader_sets.push((key, document));
                    fixture
                }
            };
        }
        let mut loader = fixture.environment(environment);
        for (key, document) in loader_sets {
            loader = loader.values(Rank::Override, "code", &document).set(key, &canary);
        }
        forms.are_not_in(&said::<Wide>(&loader));
    }
}
