//! The page: what it shows of each cell, that nothing in it is obeyed, and that it shows nothing that `explain()` hides.

use std::collections::BTreeMap;

use milieu::testing::Fixture;
use milieu::{Config, Credential, Dsn};
use proptest::prelude::*;

use crate::leaks::Forms;

#[derive(Config)]
#[expect(dead_code, reason = "only read")]
struct Settings {
    /// Where it listens.
    ///
    /// Not shown in a row.
    #[config(default = 80)]
    port: u16,
    #[config(supplied)]
    host: String,
    mirror: Option<String>,
    region: Option<String>,
    password: Credential,
    token: Option<Credential>,
    database: Option<Dsn>,
    foreign: Option<serde_json::Value>,
    tenants: Option<BTreeMap<String, String>>,
    mail: Option<Mail>,
}

#[derive(Config)]
#[expect(dead_code, reason = "only read")]
struct Mail {
    server: String,
    sender: String,
}

fn shop() -> Fixture {
    Fixture::new()
        .application("shop")
        .file("config/base.toml", "port = 81\ntenants = { acme = 'a' }\n")
        .file("config/development.toml", "host = 'localhost'\npassword = 'hunter2-CANARY'\nmirror = 'x'\n")
        .file("config/staging.toml", "port = 82\nprot = 1\ntenants = { 'a<b' = 'a' }\n")
        .file(
            "config/production.toml",
            "mirror = 'hot'\nregion = 'eu'\nforeign = { a = 'b' }\n[mail]\nserver = 'x'\nsender = 'y'\n",
        )
        .file("config/parity.lock", LOCK)
}

const LOCK: &str = r#"format = "milieu.parity/1"
accepted = [
    { environments = ["production", "staging"], drift = "missing-in-staging", key = "region", reason = "one <region> & \"enough\"" },
]
"#;

fn page(fixture: &Fixture) -> Page {
    Page::of(&fixture.loader().check_all::<Settings>().to_html())
}

/// A piece of a page.
#[derive(Debug, PartialEq)]
enum Token {
    Open(String, Vec<(String, String)>),
    Close(String),
    Text(String),
}

/// A page as a reader of HTML takes it apart, as far as ours need one.
struct Page(Vec<Token>);

impl Page {
    fn of(html: &str) -> Self {
        let mut tokens = Vec::new();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            tokens.push(Token::Text(decoded(&rest[..start])));
            let end = start + rest[start..].find('>').expect("a tag ends");
            let tag = &rest[start + 1..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                tokens.push(Token::Close(name.to_owned()));
                continue;
            }
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            tokens.push(Token::Open(name.to_owned(), attributes_of(attributes)));
            if let "style" | "script" = name {
                let end = rest.find(&format!("</{name}>")).expect("it ends");
                tokens.push(Token::Text(rest[..end].to_owned()));
                rest = &rest[end..];
            }
        }
        tokens.push(Token::Text(decoded(rest)));
        Self(tokens)
    }

    /// The texts of the element with an attribute.
    fn part(&self, name: &str, attribute: (&str, &str)) -> String {
        let attribute = (attribute.0.to_owned(), attribute.1.to_owned());
        let is_start = |token: &Token| matches!(token, Token::Open(open, attributes) if open == name && attributes.contains(&attribute));
        let start = self.0.iter().position(is_start).unwrap_or_else(|| panic!("no {name} {attribute:?}"));
        text_of(self.0[start + 1..].iter().take_while(|token| **token != Token::Close(name.to_owned())))
    }

    /// The rows of the body: each with the texts of its cells.
    fn rows(&self) -> Vec<Vec<String>> {
        let body = self.0.iter().skip_while(|token| !matches!(token, Token::Open(name, _) if name == "tbody"));
        let mut rows: Vec<Vec<Vec<&Token>>> = Vec::new();
        for token in body.take_while(|token| **token != Token::Close("tbody".to_owned())) {
            match token {
                Token::Open(name, _) if name == "tr" => rows.push(Vec::new()),
                Token::Open(name, _) if name == "th" || name == "td" => rows.last_mut().unwrap().push(Vec::new()),
                token => rows.last_mut().and_then(|row| row.last_mut()).into_iter().for_each(|cell| cell.push(token)),
            }
        }
        rows.into_iter().map(|row| row.into_iter().map(|cell| text_of(cell.into_iter())).collect()).collect()
    }

    fn row(&self, key: &str) -> Vec<String> {
        let rows = self.rows();
        rows.iter()
            .find(|row| row[0].split('|').next() == Some(key))
            .unwrap_or_else(|| panic!("{key}: {rows:#?}"))
            .clone()
    }
}

/// The texts of elements, parted by `|`; parts of a key are one.
fn text_of<'t>(tokens: impl Iterator<Item = &'t Token>) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            Token::Text(part) => text.push_str(part.trim_matches('\n')),
            Token::Open(name, _) | Token::Close(name) if name == "i" => {}
            _ if text.is_empty() || text.ends_with('|') => {}
            _ => text.push('|'),
        }
    }
    text.trim_end_matches('|').to_owned()
}

fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let end = quoted.find('"').expect("a value ends");
            value = decoded(&quoted[..end]);
            rest = &quoted[end + 1..];
        }
        attributes.push((name, value));
        rest = rest.trim_start();
    }
    attributes
}

fn decoded(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#96;", "`"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}

#[test]
fn a_cell_says_value_place_and_what_it_shadows() {
    let page = page(&shop());
    assert_eq!(
        page.row("port"),
        [
            "port|Where it listens.",
            "81|config/base.toml:1:8|default",
            "82|config/staging.toml:1:8|config/base.toml:1:8\ndefault",
            "81|config/base.toml:1:8|default",
        ]
    );
    assert_eq!(page.part("s", ("data-n", "2")), "config/base.toml:1:8\ndefault");
}

#[test]
fn a_credential_is_set_or_not_and_what_a_deployment_supplies_is_said() {
    let page = page(&shop());
    let absent = "not set|, supplied by the deployment";
    assert_eq!(
        page.row("password"),
        ["password", "set| |environment file|config/development.toml:2:12", absent, absent]
    );
    assert_eq!(page.row("token"), ["token", "not set", "not set", "not set"]);
    let supplied = "supplied by the deployment";
    assert_eq!(page.row("host"), ["host", "\"localhost\"|config/development.toml:1:8", supplied, supplied]);
}

#[test]
fn what_explain_gives_by_kind_the_page_does_too() {
    let page = page(&shop());
    assert_eq!(
        page.row("foreign")[1..],
        [
            "<unset>",
            "<unset>|drift: missing here, production has it",
            "<a table>|config/production.toml:3:11|drift: missing in staging"
        ]
    );
    let acme = "<text>|config/base.toml:2:20";
    assert_eq!(page.row("tenants.<key 1>")[1..], [acme, acme, acme]);
    // the name of an entry is never shown, even where two environments count it otherwise
    assert!(page.row("tenants.<key 2>")[2].starts_with("<text>|config/staging.toml:3:"));
}

#[test]
fn a_finding_stands_in_its_cell_and_leads_to_the_list_and_back() {
    let html = shop().loader().check_all::<Settings>().to_html();
    let page = Page::of(&html);
    assert_eq!(page.row("<key 3>")[2], "–|problem: unknown-key");
    let link = |text: &str| html.contains(text);
    assert!(link("<a class=\"m d\" href=\"#f0\">problem: unknown-key</a>"), "{html}");
    let list = page.part("li", ("id", "f0"));
    assert!(
        list.starts_with("problem| |unknown-key|<key 3>| is no key of this configuration|config/staging.toml:2:1"),
        "{list}"
    );
    assert!(link("<li id=\"f0\"") && link("id=\"check-unknown-key\""));
    for target in html.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(link(&format!(" id=\"{target}\"")), "{target} is nowhere");
    }
}

#[test]
fn a_difference_is_marked_on_both_sides_and_an_accepted_one_has_its_reason() {
    let page = page(&shop());
    let mirror = page.row("mirror");
    assert_eq!(mirror[1], "\"x\"|config/development.toml:3:10");
    assert_eq!(mirror[2], "<unset>|drift: missing here, production has it");
    assert_eq!(mirror[3], "\"hot\"|config/production.toml:1:10|drift: missing in staging");
    let region = page.row("region");
    assert_eq!(region[2], "<unset>|accepted: missing here, production has it|one <region> & \"enough\"");
    assert!(region[3].ends_with("|accepted: missing in staging|one <region> & \"enough\""), "{region:?}");
}

#[test]
fn a_table_that_one_environment_lacks_is_one_finding_and_a_mark_at_each_key() {
    let page = page(&shop());
    assert_eq!(page.row("mail"), ["mail|problem: production-only-input", "<unset>", "<unset>", "–"]);
    for key in ["mail.server", "mail.sender"] {
        assert_eq!(page.row(key)[2], "–|drift: missing here, production has it");
        assert!(page.row(key)[3].ends_with("|drift: missing in staging"), "{key}");
    }
}

#[test]
fn a_difference_that_is_allowed_is_marked_and_no_finding() {
    let loader = shop().loader().allow("production-only-input", "mirror", "OPS-17", "2099-12-31");
    let page = Page::of(&loader.check_all::<Settings>().to_html());
    assert_eq!(page.row("mirror")[2], "<unset>|allowed: missing here, production has it");
}

#[cfg(feature = "sealed")]
#[test]
fn what_is_accepted_is_listed_with_and_without_a_row() {
    let lock = "format = \"milieu.parity/1\"\naccepted = [\n\
        { environments = [\"production\", \"staging\"], drift = \"missing-in-staging\", key = \"region\", reason = \"one is enough\" },\n\
        { environments = [\"production\", \"staging\"], drift = \"source-missing-in-production\", key = \"sealed-file\", reason = \"not yet\" },\n\
        { environments = [\"production\", \"staging\"], drift = \"kind\", key = \"port\", reason = \"long ago\" },\n]\n";
    let directory = shop().file("config/parity.lock", lock).in_temporary_directory().unwrap();
    let (path, pair) = (directory.path("config/staging.sealed.toml"), milieu::sealed::KeyPair::generate().unwrap());
    milieu::sealed::create(&path, "staging", &pair.public()).unwrap();
    milieu::sealed::add(&path, "staging", &milieu::Key::new("password").unwrap(), b"hunter2-CANARY").unwrap();
    let page = Page::of(&directory.loader().check_all::<Settings>().to_html());
    let list = page.part("ul", ("id", "accepted"));
    let between = |what: &str| format!("{what}|between |production| |staging");
    for said in [
        "region| missing in staging|one is enough",
        "sealed-file| source missing in production|not yet",
        "port| is no difference now|long ago",
    ] {
        assert!(list.contains(&between(said)), "{said}: {list}");
    }
    assert!(page.0.iter().any(|token| *token == Token::Text("Accepted".to_owned())));
}

#[test]
fn a_credential_of_two_environments_is_marked_in_both() {
    let fixture = Fixture::new()
        .file("config/staging.toml", "password = 'hunter2-CANARY'\n")
        .file("config/production.toml", "token = 'hunter2-CANARY'\n");
    let html = fixture.loader().check_all_plain().to_html();
    let page = Page::of(&html);
    assert!(page.row("token")[2].ends_with("|problem: credential-shared"), "{:?}", page.row("token"));
    assert!(page.row("password")[1].ends_with("|problem: credential-shared"), "{:?}", page.row("password"));
    assert!([page.row("token"), page.row("password")].iter().all(|row| !row[0].contains("shared")));
    let list = page.part("ol", ("id", "findings"));
    assert!(list.contains("|between |production| |staging"), "{list}");
    for target in html.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(html.contains(&format!(" id=\"{target}\"")), "{target} is nowhere");
    }
}

#[test]
fn the_head_of_a_column_names_environment_tier_and_fingerprint() {
    let loader = shop().loader();
    let head = page(&shop()).part("thead", ("id", "heads"));
    for inspection in loader.inspect_all::<Settings>() {
        let environment = inspection.environment();
        assert!(head.contains(&format!("{}| |tier {}", environment.name(), environment.tier())), "{head}");
        assert!(head.contains(&inspection.fingerprint().to_string()), "{head}");
    }
}

#[test]
fn the_same_verdict_gives_the_same_bytes() {
    let html = || shop().loader().check_all::<Settings>().to_html();
    assert_eq!(html(), html());
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let html = shop().loader().check_all::<Settings>().to_html();
    let Page(tokens) = Page::of(&html);
    for token in &tokens {
        if let Token::Open(name, attributes) = token {
            assert!(!["link", "img", "iframe", "object", "base", "form"].contains(&name.as_str()), "{name}");
            assert!(attributes.iter().all(|(name, _)| name != "src" && name != "style"), "{token:?}");
        }
    }
    for word in ["http:", "https:", "@import", "url(", "fetch(", "innerHTML", "eval("] {
        assert!(!html.contains(word), "{word}");
    }
    let policy = "content=\"default-src 'none'; style-src 'sha256-";
    assert!(html.contains(policy));
}

#[test]
fn five_thousand_keys_are_no_large_file() {
    let mut base = String::new();
    for table in 0..250 {
        base.push_str(&format!("[table_{table}]\n"));
        (0..20).for_each(|key| base.push_str(&format!("key_{key} = {key}\n")));
    }
    let fixture = Fixture::new().file("config/base.toml", base.as_str());
    let fixture = ["development", "test", "staging", "production"]
        .iter()
        .fold(fixture, |fixture, name| fixture.file(format!("config/{name}.toml"), base.as_str()));
    let html = fixture.loader().check_all_plain().to_html();
    assert_eq!(Page::of(&html).rows().len(), 5000);
    assert!(html.len() < 3_200_000, "{} bytes", html.len());
}

/// Elements that carry what a configuration says, and the attributes that they may have.
const CARRIERS: &[(&str, &[&str])] = &[
    ("tr", &["id", "class"]),
    ("th", &["scope"]),
    ("td", &["id", "class"]),
    ("i", &["class"]),
    ("b", &["class"]),
    ("em", &["class"]),
    ("span", &["class"]),
    ("samp", &[]),
    ("cite", &[]),
    ("small", &[]),
    ("s", &["data-n"]),
    ("q", &[]),
    ("a", &["class", "href"]),
    ("li", &["id", "class"]),
    ("p", &["class", "id", "hidden", "role", "aria-live"]),
    ("code", &[]),
    ("details", &["id"]),
    ("summary", &[]),
];

/// Elements of the page itself, each so often.
const FRAME: &[(&str, usize)] = &[
    ("!DOCTYPE", 1),
    ("html", 1),
    ("head", 1),
    ("meta", 6),
    ("title", 1),
    ("style", 1),
    ("script", 1),
    ("body", 1),
    ("header", 1),
    ("h1", 1),
    ("div", 3),
    ("label", 3),
    ("input", 3),
    ("kbd", 4),
    ("main", 1),
    ("aside", 1),
    ("h2", 3),
    ("ol", 1),
    ("ul", 1),
    ("section", 1),
    ("table", 1),
    ("caption", 1),
    ("thead", 1),
    ("tbody", 1),
];

/// No text of a configuration has become a tag, an attribute or a link.
fn is_tame(html: &str, columns: usize) -> Result<(), TestCaseError> {
    let page = Page::of(html);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for token in &page.0 {
        let Token::Open(name, attributes) = token else { continue };
        *counts.entry(name).or_default() += 1;
        let Some((_, allowed)) = CARRIERS.iter().find(|(carrier, _)| carrier == name) else { continue };
        for (attribute, value) in attributes {
            prop_assert!(allowed.contains(&attribute.as_str()), "{:?}", token);
            let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '#' | '-' | ' ');
            prop_assert!(value.chars().all(is_plain), "{:?}", token);
        }
    }
    for (name, count) in &counts {
        let most = FRAME.iter().find(|(frame, _)| frame == name).map(|(_, most)| *most);
        prop_assert!(most.is_none_or(|most| *count <= most), "{} times {}", count, name);
        prop_assert!(most.is_some() || CARRIERS.iter().any(|(carrier, _)| carrier == name), "{}", name);
    }
    for row in page.rows() {
        prop_assert_eq!(row.len(), columns + 1);
    }
    Ok(())
}

/// Texts that would like to be more than text.
fn rough() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<script>alert(1)</script>".to_owned()),
        Just("</script>".to_owned()),
        Just("</samp><img src=x onerror=alert(1)>".to_owned()),
        Just("\" onfocus=\"alert(1)".to_owned()),
        Just("'>`&lt;&#60;<!--".to_owned()),
        Just("{{script}}]]>".to_owned()),
        Just("javascript:alert(1)".to_owned()),
        Just("\u{0}\u{1b}[2J\n\r\u{202e}\u{2028}".to_owned()),
        "[a-z.<>&\"'`/= ]{1,6}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_text_becomes_a_tag(texts in prop::collection::vec(rough(), 5)) {
        let json = |value: serde_json::Value| value.to_string();
        let [key, other, value, directory, reason] = &texts[..] else { unreachable!() };
        let directory = directory.replace(['/', '\\', '\0'], "_").trim_matches('.').to_owned();
        let directory = if directory.is_empty() { "x".to_owned() } else { directory };
        let lock = |key: &str| format!(
            "format = \"milieu.parity/1\"\naccepted = [{{ environments = [\"production\", \"staging\"], drift = \"missing-in-staging\", \
             key = {}, reason = {} }}]\n", toml_text(key), toml_text(reason),
        );
        let fixture = Fixture::new()
            .application(other)
            .file(format!("{directory}/base.json"), json(serde_json::json!({ (key): value, "tenants": { (other): value } })))
            .file(format!("{directory}/staging.json"), json(serde_json::json!({ "mirror": value, "port": value })))
            .file(format!("{directory}/production.json"), json(serde_json::json!({ (key): { (other): [value] }, "region": value })))
            .file(format!("{directory}/parity.lock"), lock("region"));
        let loader = fixture.loader().directory(&directory);
        is_tame(&loader.check_all::<Settings>().to_html(), 2)?;
        is_tame(&loader.check_all_plain().to_html(), 2)?;
    }

    #[test]
    fn no_value_that_explain_hides_is_on_the_page(canary in "[a-zA-Z0-9<>&\"'é]{12,24}", source in 0..4_usize) {
        prop_assume!(canary.chars().filter(|c| c.is_ascii_alphanumeric()).count() >= 8);
        let address = format!("postgres://shop:{}@db/shop", canary.replace(|c: char| !c.is_ascii_alphanumeric(), "x"));
        let document = serde_json::json!({
            "port": canary, "host": [canary], "password": canary, "token": { "x": canary }, "database": address,
            "foreign": { (canary.as_str()): canary }, "tenants": { (canary.as_str()): canary }, (canary.as_str()): canary,
            "mirror": { "x": canary },
        });
        let right = serde_json::json!({ "password": canary, "token": canary, "foreign": canary, "database": address });
        let path = ["base", "development", "staging", "production"][source];
        let forms = Forms::of(&canary);
        for document in [document, right] {
            let fixture = ["development", "staging", "production"]
                .iter()
                .fold(Fixture::new(), |fixture, name| fixture.file(format!("config/{name}.toml"), ""))
                .file(format!("config/{path}.json"), document.to_string())
                .file("/run/secrets/token", canary.as_str())
                .variable("APP_PASSWORD", canary.as_str());
            let all = fixture.loader().check_all::<Settings>();
            let one = fixture.loader().check_one::<Settings>("production").unwrap();
            for verdict in [all, one] {
                forms.are_not_in(&decoded(&verdict.to_html()));
                forms.are_not_in(&verdict.to_sarif());
                forms.are_not_in(&verdict.to_github());
            }
        }
    }
}

fn toml_text(text: &str) -> String {
    let escaped: String = text.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    format!("\"{escaped}\"")
}

/// The relative luminance of a colour, and the contrast of two (WCAG 2.2, 1.4.3).
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let linear = colour.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_text_can_be_read_by_day_and_by_night() {
    let style = include_str!("../../src/verdict/page/page.css");
    let (day, rest) = style.split_once("@media (prefers-color-scheme: dark)").unwrap();
    for (theme, text) in [("day", day), ("night", rest)] {
        let colour = |name: &str| -> [f64; 3] {
            let digits = text.split(&format!("--{name}: #")).nth(1).unwrap_or_else(|| panic!("{theme}: {name}"));
            [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0)
        };
        let middle = |one: &str, other: &str| {
            let (one, other) = (colour(one), colour(other));
            [0, 1, 2].map(|at| f64::midpoint(one[at], other[at]))
        };
        let read = |ink: &str, on: [f64; 3], least: f64| {
            let contrast = contrast(colour(ink), on);
            assert!(contrast >= least, "{theme}: {ink} has {contrast:.2}");
        };
        for ground in ["paper", "raised", "ground", "mark"] {
            ["ink", "dim", "link"].iter().for_each(|ink| read(ink, colour(ground), 4.5));
        }
        for level in ["deny", "warn", "ok"] {
            let ground = format!("{level}-ground");
            read(level, colour(&ground), 4.5);
            read(level, colour("paper"), 4.5);
            read("paper", colour(level), 4.5);
            // a cell with a finding has half of its colour
            ["ink", "dim"].iter().for_each(|ink| read(ink, middle(&ground, "paper"), 4.5));
        }
        ["paper", "ground"].iter().for_each(|ground| read("edge", colour(ground), 3.0));
    }
}
