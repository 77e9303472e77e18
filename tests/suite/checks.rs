//! The catalogue: every check fires in its example and is quiet in a neighbour, and the documentation is the table.

use std::path::Path;

use milieu::checks::{Check, Example, Phase, all, find, markdown, table};
use milieu::testing::Fixture;
use milieu::{Config, Environment, Finding, Inspection, Loader, Process, Tier};

/// The type of the examples, as `CHECKS.md` has it.
#[derive(Config)]
#[expect(dead_code, reason = "what is said of it counts")]
struct Settings {
    #[config(default = 8080)]
    port: u16,
    #[config(deprecated = "use port")]
    listen_port: Option<u16>,
    host: Option<String>,
    callback: Option<String>,
    #[config(dev_only, default = false)]
    trace_sql: bool,
    password: Option<milieu::Credential>,
    api_key: Option<milieu::Credential>,
}

/// What is judged of a program that cargo has just built and started: `tests/guards` has it.
const ELSEWHERE: &[&str] = &["launched-by-cargo"];

/// What is judged between environments, in CI.
const ACROSS: &[&str] = &["environment-without-file", "staging-drift", "production-only-input"];

fn found(loader: &Loader) -> Vec<Finding> {
    match loader.load::<Settings>() {
        Ok(loaded) => loaded.findings().to_vec(),
        Err(error) => error.findings().to_vec(),
    }
}

fn facts(example: &Example) -> Fixture {
    let fixture = Fixture::new().application("shop");
    let fixture = example.files().iter().fold(fixture, |fixture, (path, content)| fixture.file(*path, *content));
    example.variables().iter().fold(fixture, |fixture, (name, value)| fixture.variable(name, *value))
}

/// Loads an example that is made of facts alone.
fn load(example: &Example) -> Vec<Finding> {
    let (fixture, process) = (facts(example), Process::new());
    if let Some(before) = example.before() {
        fixture.environment(before).process(&process).load::<Settings>().unwrap();
    }
    found(&fixture.environment(example.environment()).process(&process))
}

/// Loads an example that words complete; `None` where facts alone are enough.
fn load_given(check: &Check, example: &Example) -> Option<Vec<Finding>> {
    let fixture = facts(example);
    let loader = match check.slug() {
        "environment-defaulted" => ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_PKG_NAME"]
            .iter()
            .fold(fixture, |fixture, name| fixture.variable(name, "set by cargo"))
            .loader()
            .build(milieu::build!()),
        "unguarded-build" => {
            return Some(found(&Loader::new("shop").no_directory().environment(example.environment())));
        }
        "absent-directory" => {
            return Some(found(&Loader::new("shop").environment(example.environment())));
        }
        "under-test" => fixture.environment(example.environment()).build(milieu::build!()),
        "destructive-action" => {
            let refused = Environment::STAGING.refuse_destructive("drop the database", None);
            return Some(refused.unwrap_err().findings().to_vec());
        }
        "stale-allowance" => {
            let inspect = |name| fixture.loader().inspect::<Settings>(name).unwrap();
            return Some(Inspection::stale_allowances(&["staging", "production"].map(inspect)));
        }
        "foreign-host" => fixture.environment(example.environment()).domains("production", ["shop.example"]),
        #[cfg(feature = "receipts")]
        "unproven-promotion" => {
            let key = milieu::promotion::KeyPair::generate().unwrap().verifying();
            fixture.environment(example.environment()).require_receipt("receipt.json", key)
        }
        "unverified-artifact" => return Some(of_this_program()),
        #[cfg(unix)]
        "writable-layer" | "credential-file-mode" => return Some(on_disk(check, example)),
        _ => return None,
    };
    Some(found(&loader))
}

/// What the verification of this very test program says, as if it were the example's.
fn of_this_program() -> Vec<Finding> {
    let path = std::env::current_exe().unwrap();
    let error = milieu::artifact::verify(&path, &milieu::artifact::Expectation::deployable()).unwrap_err();
    let class = |finding: &&Finding| finding.message().starts_with("expected a deployable build");
    error.findings().iter().find(class).cloned().into_iter().collect()
}

/// Checks all environments of an example.
fn across(example: &Example) -> Vec<Finding> {
    let verdict = facts(example).loader().check_all::<Settings>();
    verdict.found().iter().map(|found| found.finding().clone()).collect()
}

fn root_of(check: &Check) -> std::path::PathBuf {
    std::env::temp_dir().join(format!("milieu-{}-{}", check.slug(), std::process::id()))
}

/// Writes the files of an example and gives the one that the words are about away.
#[cfg(unix)]
fn on_disk(check: &Check, example: &Example) -> Vec<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if check.slug() == "writable-layer" { 0o666 } else { 0o644 };
    let root = root_of(check);
    let _ = std::fs::remove_dir_all(&root);
    for (path, content) in example.files() {
        let path = root.join(path.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let loader = Fixture::new().application("shop").on_disk().environment(example.environment());
    let findings = match check.slug() {
        "writable-layer" => found(&loader.directory(root.join("config"))),
        _ => found(&loader.no_directory().secret_files(milieu::SecretFiles::strict(root.join("run/secrets")))),
    };
    std::fs::remove_dir_all(&root).unwrap();
    findings
}

fn of<'f>(check: &Check, findings: &'f [Finding]) -> Vec<&'f Finding> {
    findings.iter().filter(|finding| finding.check() == Some(check.slug())).collect()
}

#[test]
fn each_check_fires_in_its_example_and_is_quiet_in_the_neighbour() {
    for check in all().filter(|check| !ELSEWHERE.contains(&check.slug())) {
        let example = check.example().unwrap();
        let is_across = ACROSS.contains(&check.slug());
        let findings = match load_given(check, example) {
            _ if is_across => across(example),
            Some(findings) => findings,
            None if example.given().is_empty() => load(example),
            None if cfg!(not(unix)) => continue,
            None => panic!("{check:?} has words that no test makes true"),
        };
        let said = of(check, &findings);
        assert_eq!(said.len(), 1, "{check:?} says once what it has to say:\n{findings:#?}");
        let tier = Fixture::new().environment(example.environment());
        let tier = tier.load::<Settings>().map_or(Tier::Staging, |loaded| loaded.environment().tier());
        let phase = if is_across { Phase::Ci } else { Phase::Start };
        assert_eq!(said[0].level(), check.level(tier, phase), "{check:?}");
        let root = root_of(check).display().to_string();
        let says = said[0].to_string().replace(&format!("{root}/config"), "config").replace(&root, "");
        let program = std::env::current_exe().unwrap().display().to_string();
        let says = says
            .replace(&program, "target/release/shop")
            .replace(concat!("milieu ", env!("CARGO_PKG_VERSION")), "shop 1.4.0");
        let says = says.replace("-p milieu", "-p shop");
        assert_eq!(says, example.says());
        let quiet = example.quiet().map(if is_across { across } else { load }).unwrap_or_default();
        assert!(of(check, &quiet).is_empty(), "{check:?} is not quiet:\n{quiet:#?}");
        let denied = quiet.iter().filter(|finding| finding.level() == milieu::Level::Deny);
        assert_eq!(denied.count(), 0, "the neighbour of {check:?} loads:\n{quiet:#?}");
    }
}

#[test]
fn each_check_explains_itself_without_a_full_stop_in_what_to_do() {
    for check in all() {
        assert!(check.explanation().ends_with('.'), "{check:?}");
        let first = check.remedy().chars().next().unwrap();
        assert!(first.is_ascii_lowercase() && !check.remedy().ends_with('.'), "{check:?}");
        let example = check.example().unwrap_or_else(|| panic!("{check:?} has no example"));
        assert!(example.says().ends_with(&format!(" [{}]", check.slug())));
        assert!(check.to_string().starts_with(&format!("{}\n\ndevelopment: ", check.slug())));
    }
}

#[test]
fn staging_is_as_strict_as_production_in_every_check_and_phase() {
    for check in all() {
        for phase in Phase::ALL {
            assert_eq!(check.level(Tier::Staging, phase), check.level(Tier::Production, phase), "{check:?}");
        }
    }
    assert_eq!(find("credential-source").unwrap().level(Tier::Staging, Phase::Reload), milieu::Level::Deny);
}

#[test]
fn the_documentation_is_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let written = std::fs::read_to_string(root.join("CHECKS.md")).unwrap();
    assert!(written == markdown(), "CHECKS.md is old: cargo run --example catalogue > CHECKS.md");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    assert!(readme.contains(&table()), "the table in README.md is old; this is it:\n{}", table());
}

#[test]
fn no_finding_names_a_check_that_the_table_does_not_know() {
    // names are constants of `levels`, each of which has a row, as the tests there hold
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 100, "the sources were not found");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let literal = text.split("with_check(").skip(1).any(|rest| rest.trim_start().starts_with('"'));
        assert!(!literal, "{} names a check by a text of its own", file.display());
    }
}

fn sources(directory: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, out),
            false => out.push(path),
        }
    }
}
