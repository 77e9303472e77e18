//! A verdict over all environments: what is said once, how it is grouped, and the formats it is written in.

use milieu::checks::{Check, Facts, Findings, Rule};
use milieu::testing::Fixture;
use milieu::{Config, Credential, Verdict};
use serde_json::{Value, json};

#[derive(Config)]
#[expect(dead_code, reason = "only read")]
struct Settings {
    /// Where it listens.
    #[config(default = 80)]
    port: u16,
    #[config(default = 8)]
    pool_size: u32,
    mirror: Option<String>,
    #[config(supplied)]
    host: String,
    password: Credential,
}

fn shop() -> Fixture {
    Fixture::new()
        .application("shop")
        .file("config/base.toml", "prot = 80\nport = '80'\n")
        .file("config/staging.toml", "pool_size = 'many'\n")
        .file("config/production.toml", "mirror = 'hot'\n")
}

fn verdict(fixture: &Fixture) -> Verdict {
    fixture.loader().check_all::<Settings>()
}

#[test]
fn what_environments_share_is_said_once_and_the_rest_by_environment() {
    assert_eq!(
        verdict(&shop()).to_string(),
        "\
4 problems in the configuration of staging, production
staging, production
  <key 1>: is no key of this configuration (config/base.toml:1:1); did you mean port? [unknown-key]
  port: expected a whole number from 0 to 65535, found text (config/base.toml:2:8); write it without quotes
staging
  pool_size: expected a whole number from 0 to 4294967295, found text (config/staging.toml:1:13); write it without quotes
between environments
  mirror: is set in production and not in staging (config/production.toml:1:10); set it in staging too, or accept the difference \
with a reason [production-only-input]"
    );
}

#[test]
fn warnings_are_counted_apart() {
    let fixture = Fixture::new()
        .file("config/staging.toml", "")
        .file("config/production.toml", "")
        .file("config/stagin.toml", "");
    let verdict = verdict(&fixture);
    assert!(verdict.is_clean() && (verdict.problems(), verdict.warnings()) == (0, 1));
    let text = verdict.to_string();
    assert!(
        text.starts_with(
            "no problems and 1 warning in the configuration of staging, production\nstaging, production\n  warning: "
        ),
        "{text}"
    );
    assert!(verdict.styled(true).to_string().starts_with("\u{1b}[32mno problems"));
}

#[test]
fn where_nothing_is_wrong_one_line_says_so() {
    let verdict = verdict(&Fixture::new().file("config/staging.toml", "").file("config/production.toml", ""));
    assert_eq!(verdict.to_string(), "no problems in the configuration of staging, production");
    assert_eq!(
        verdict.to_json(),
        r#"{"format":"milieu.verdict/1","environments":["staging","production"],"problems":0,"warnings":0,"findings":[]}"#
    );
    assert_eq!(verdict.to_github(), "");
    assert_eq!(results(&verdict), json!([]));
}

#[test]
fn where_no_file_is_that_is_what_is_wrong() {
    let verdict = Fixture::new().loader().check_all::<Settings>();
    let text = verdict.to_string();
    assert!(
        text.contains("\nbetween environments\n  no configuration file is there, so nothing was checked"),
        "{text}"
    );
    assert!(!verdict.is_clean());
    assert!(verdict.to_github().contains("::error title=configuration::no configuration file is there"));
    let results = results(&verdict);
    let result = results.as_array().unwrap().last().unwrap();
    assert_eq!((&result["ruleId"], &result["locations"]), (&json!("configuration"), &json!([])));
}

#[test]
fn json_says_what_text_says_with_its_environments() {
    let json: Value = serde_json::from_str(&verdict(&shop()).to_json()).unwrap();
    assert_eq!((&json["problems"], &json["warnings"]), (&json!(4), &json!(0)));
    let seen = |at: usize| (json["findings"][at]["environments"].clone(), json["findings"][at]["key"].clone());
    assert_eq!(seen(0), (json!(["staging", "production"]), json!("<key 1>")));
    assert_eq!(seen(2), (json!(["staging"]), json!("pool_size")));
    assert_eq!(seen(3), (json!([]), json!("mirror")));
}

#[test]
fn one_environment_is_judged_with_its_variables() {
    let loader = shop().variable("SHOP_POOL_SIEZ", "8").loader();
    let verdict = loader.check_one::<Settings>("staging").unwrap();
    assert!(verdict.pairs().is_empty());
    let text = verdict.to_github();
    let warning = "::warning title=unknown-variable::SHOP_POOL_SIEZ: ";
    assert!(text.lines().any(|line| line.starts_with(warning)), "{text}");
}

fn results(verdict: &Verdict) -> Value {
    let sarif: Value = serde_json::from_str(&verdict.to_sarif()).unwrap();
    sarif["runs"][0]["results"].clone()
}

#[test]
fn a_workflow_command_names_file_line_and_check() {
    assert_eq!(
        verdict(&shop()).to_github(),
        "\
::error file=config/base.toml,line=1,col=1,title=unknown-key::<key 1>: is no key of this configuration (staging, production); did you mean port?
::error file=config/base.toml,line=2,col=8,title=configuration::port: expected a whole number from 0 to 65535, found text (staging, production); write it without quotes
::error file=config/staging.toml,line=1,col=13,title=configuration::pool_size: expected a whole number from 0 to 4294967295, found text (staging); write it without quotes
::error file=config/production.toml,line=1,col=10,title=production-only-input::mirror: is set in production and not in staging; set it in staging too, or accept the difference with a reason
"
    );
}

#[test]
fn no_name_ends_a_workflow_command_or_begins_one() {
    let fixture = Fixture::new()
        .file("a,b:c%\n::error::x/base.toml", "'x\n::error::y' = 1\n")
        .file("a,b:c%\n::error::x/staging.toml", "")
        .file("a,b:c%\n::error::x/production.toml", "");
    let text = fixture.loader().directory("a,b:c%\n::error::x").check_all_plain().to_github();
    assert!(text.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning ")), "{text}");
    let text = fixture.loader().directory("a,b:c%\n::error::x").check_all::<Settings>().to_github();
    let file = "::error file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax/base.toml,line=1,col=1,title=unknown-key::";
    assert!(text.lines().any(|line| line.starts_with(file)), "{text}");
    assert!(text.lines().all(|line| line.starts_with("::error ")), "{text}");
}

#[test]
fn what_is_in_no_file_is_shown_at_that_of_its_environment() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only read")]
    struct Wants {
        name: String,
    }
    let fixture = Fixture::new().file("config/staging.toml", "").file("config/production.toml", "name = 'x'\n");
    let verdict = fixture.loader().check_all::<Wants>();
    let text = verdict.to_github();
    assert!(text.starts_with("::error file=config/staging.toml,title=configuration::name: is required"), "{text}");
    let place = results(&verdict)[0]["locations"][0]["physicalLocation"].clone();
    assert_eq!(place, json!({"artifactLocation": {"uri": "config/staging.toml"}}));
}

struct Own;

impl Rule for Own {
    fn check(&self) -> &'static Check {
        const CHECK: Check = Check::new("pool-too-small", "A pool of one. It waits {0}.", "raise it");
        &CHECK
    }

    fn judge(&self, facts: &Facts<'_>, findings: &mut Findings) {
        findings.add(&facts.get("pool_size").unwrap(), "is one connection, see [this](x) and {0}");
    }
}

#[test]
fn every_result_of_sarif_has_its_rule_and_every_rule_its_words() {
    let fixture = shop().file("config/test.toml", "").file("config/parity.lock", "what is this");
    let verdict = fixture.loader().check(Own).check_all::<Settings>();
    let sarif: Value = serde_json::from_str(&verdict.to_sarif()).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(sarif["$schema"].as_str().unwrap().ends_with("/sarif-schema-2.1.0.json"));
    let run = &sarif["runs"][0];
    assert_eq!((&run["columnKind"], &run["tool"]["driver"]["name"]), (&json!("unicodeCodePoints"), &json!("milieu")));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), milieu::checks::all().count() + 2);
    for rule in rules {
        for words in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[words]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
        let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
        assert!(["error", "warning"].contains(&level), "{rule}");
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), verdict.found().len());
    for (result, found) in results.iter().zip(verdict.found()) {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert_eq!(result["ruleId"], found.finding().check().unwrap_or("configuration"));
        assert_eq!(result["level"], if found.finding().level() == milieu::Level::Deny { "error" } else { "warning" });
        assert_eq!(result["properties"]["environments"], json!(found.environments()));
        let location = &result["locations"][0];
        assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"].as_str(), found.finding().key());
        let line = location["physicalLocation"]["region"]["startLine"].as_u64();
        assert_eq!(line, found.finding().origin().and_then(|origin| origin.line()).map(u64::from));
    }
    let own = results.iter().find(|result| result["ruleId"] == "pool-too-small").unwrap();
    let text = own["message"]["text"].as_str().unwrap();
    assert!(text.contains("see [this] (x) and {{0}}"), "neither a link nor an argument: {text}");
}

#[test]
fn a_fingerprint_outlives_a_move_of_its_line_and_tells_two_findings_apart() {
    let prints = |verdict: &Verdict| -> Vec<Value> {
        results(verdict)
            .as_array()
            .unwrap()
            .iter()
            .map(|result| result["partialFingerprints"]["milieu/v1"].clone())
            .collect()
    };
    let before = prints(&verdict(&shop()));
    let moved = shop().file("config/base.toml", "\n# a line more\nprot = 80\nport = '80'\n");
    assert_eq!(before, prints(&verdict(&moved)));
    let distinct: std::collections::BTreeSet<_> = before.iter().map(ToString::to_string).collect();
    assert_eq!(distinct.len(), before.len());
}
