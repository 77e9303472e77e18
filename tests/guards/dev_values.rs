//! Values that only development has, in builds of either class.

use crate::cargo::{Project, binary};

const MAIN: &str = r#"
#[derive(milieu::Config)]
struct Settings {
    #[config(dev_default = "a-default-of-development")]
    region: String,
    #[config(dev_default = "http://a-mock-of-development")]
    mock: milieu::DevOnly![String],
}

#[cfg(feature = "reads")]
fn mock(settings: &Settings) -> Option<&String> {
    settings.mock.get()
}
#[cfg(not(feature = "reads"))]
fn mock(_: &Settings) -> Option<&String> {
    None
}

fn main() -> Result<(), milieu::Error> {
    eprintln!("schema {}", <Settings as milieu::Config>::SCHEMA.hash());
    let settings = milieu::app!("shop").no_directory().load::<Settings>()?;
    println!("{} {:?}", settings.region, mock(&settings));
    Ok(())
}
"#;

#[test]
fn a_deployable_build_has_no_value_of_development_and_reads_none() {
    let project = Project::application("dev-values", MAIN);
    project.write("Cargo.toml", &crate::cargo::manifest("dev-values", "\n[features]\nreads = []\n"));
    let in_binary = |needle: &str| {
        let bytes = std::fs::read(binary("release", "dev-values")).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    };
    let development = ("SHOP_ENV", "development");
    project.cargo(&["build", "--release", "--features", "reads"], &[]).works();
    assert!(in_binary("a-default-of-development") && in_binary("http://a-mock-of-development"));
    let said = project.start("release", "dev-values", &[development]).works().stdout;
    assert_eq!(said, "a-default-of-development Some(\"http://a-mock-of-development\")\n");
    let schema = project.start("release", "dev-values", &[development]).works().stderr;

    let deployable = ("MILIEU_BUILD", "deployable");
    let words = "a value that only development has is read in a deployable build";
    let ran = project.cargo(&["check", "--release", "--features", "reads"], &[deployable]).fails_with(words);
    let ran = ran.fails_with("a deployable build has no such value");
    ran.fails_with("put the code that reads it behind `#[milieu::dev_only]`");

    project.cargo(&["build", "--release"], &[deployable]).works();
    assert!(!in_binary("a-default-of-development") && !in_binary("http://a-mock-of-development"));
    let words = "region: is required and no layer sets it: expected text; set it in a file or as SHOP_REGION";
    for environment in ["development", "staging", "production"] {
        project.start("release", "dev-values", &[("SHOP_ENV", environment)]).fails_with(words);
    }
    let set = ("SHOP_REGION", "eu");
    let deployed = project.start("release", "dev-values", &[development, set]).works();
    assert_eq!(
        (deployed.stdout.as_str(), deployed.stderr),
        ("eu None\n", schema),
        "builds of both classes have one schema"
    );
    let with_mock = [("SHOP_ENV", "production"), set, ("SHOP_MOCK", "http://mock")];
    project.start("release", "dev-values", &with_mock).fails_with("[dev-only-key]");
}

#[test]
fn a_key_of_development_has_to_be_left_out_elsewhere() {
    let project = Project::application("dev-only-key", "fn main() {}\n");
    let words = "a dev_only key has a default or is an Option, since staging and production have no value for it";
    for (field, compiles) in [
        ("#[config(dev_only)] trace: bool", false),
        ("#[config(dev_only, dev_default = true)] trace: bool", false),
        ("#[config(dev_only)] tools: Tools", false),
        ("#[config(dev_only, default = true)] trace: bool", true),
        ("#[config(dev_only)] tools: Option<Tools>", true),
    ] {
        let main = format!(
            "#![allow(dead_code)]\n#[derive(milieu::Config)]\nstruct Tools {{ port: u16 }}\n\
             #[derive(milieu::Config)]\nstruct Settings {{ {field} }}\nfn main() {{}}\n"
        );
        project.write("src/main.rs", &main);
        let ran = project.cargo(&["check"], &[]);
        if compiles {
            ran.works();
        } else {
            ran.fails_with(words);
        }
    }
}
