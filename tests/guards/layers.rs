//! `check_layers!`: configuration files that do not fit their type do not compile, and nothing of them is compiled in.

use std::fs;

use crate::cargo::{Project, Ran, binary, manifest};

/// What stands behind a key of which only the place may be told.
const CANARY: &str = "hunter2-CANARY";

impl Project {
    fn check(&self) -> Ran {
        self.cargo(&["check"], &[])
    }
}

/// The lines of the one error, without what rustc puts before them.
#[track_caller]
fn findings(ran: &Ran) -> Vec<&str> {
    assert!(!ran.success && !ran.stderr.contains(CANARY), "{}", ran.stderr);
    let lines = ran.stderr.lines().skip_while(|line| !line.contains("in the configuration files:"));
    let mut lines: Vec<_> = lines.map(str::trim).take_while(|line| !line.starts_with("--> ")).collect();
    assert_eq!(ran.stderr.matches("in the configuration files:").count(), 1, "{}", ran.stderr);
    lines.remove(0);
    lines
}

/// A shop whose settings are of three crates: its own, another's, and the framework that re-exports `milieu`.
fn shop() -> Project {
    let main = r#"
        #![no_implicit_prelude]
        use ::framework::milieu;

        #[derive(milieu::Config)]
        #[config(crate = ::framework::milieu)]
        pub struct Settings {
            #[config(rename = "listen-on")]
            pub listen: ::std::net::SocketAddr,
            #[config(flatten)]
            pub billing: ::billing::Billing,
            pub limits: ::std::collections::BTreeMap<::std::string::String, u32>,
            pub proxy: ::std::option::Option<Proxy>,
            pub store: Store,
            #[config(dev_only, default = false)]
            pub trace: bool,
            pub token: milieu::Credential,
        }

        #[derive(milieu::Config)]
        #[config(crate = ::framework::milieu)]
        pub struct Proxy { pub host: ::std::string::String }

        #[derive(milieu::Config)]
        #[config(crate = ::framework::milieu, tag = "kind", rename_all = "lowercase")]
        pub enum Store { Memory, Disk { path: ::std::path::PathBuf } }

        pub const ENVIRONMENTS: &[milieu::Environment] =
            &[milieu::Environment::declare("qa", milieu::Tier::Staging)];

        milieu::check_layers!(Settings, "config", ENVIRONMENTS);

        fn main() {}
    "#;
    let billing = r#"
        /// Settings of a crate of its own.
        #[derive(milieu::Config)]
        pub struct Billing { #[config(range = 1..=5)] pub retries: u8, pub currency: Currency }

        #[derive(milieu::Config)]
        pub enum Currency { Eur, Usd }
    "#;
    let dependencies = "billing = { path = \"billing\" }\nframework = { path = \"framework\" }\n";
    let inside = |name| manifest(name, "").replace("[workspace]\n", "").replace("[profile.dev]\ndebug = false\n", "");
    Project::application("checked-shop", main)
        .file("Cargo.toml", &manifest("checked-shop", dependencies).replacen("milieu =", "# milieu =", 1))
        .file("billing/Cargo.toml", &inside("billing"))
        .file("billing/src/lib.rs", billing)
        .file("framework/Cargo.toml", &inside("framework"))
        .file("framework/src/lib.rs", "pub use milieu;\n")
        .file(
            "config/base.toml",
            "listen-on = '[::1]:80'\nretries = 3\ncurrency = 'Eur'\n[limits]\n[store]\nkind = 'memory'\n",
        )
        .file("config/development.toml", &format!("trace = true\ntoken = '{CANARY}'\n"))
        .file("config/qa.toml", "[proxy]\nhost = 'proxy'\n")
        .file("config/staging.toml", "[limits]\nrequests = 100\n")
        .file("config/production.toml", "[store]\nkind = 'disk'\npath = '/var/shop'\n")
}

#[test]
fn all_faults_of_all_files_are_one_error() {
    let project = shop();
    project.check().works();
    project.write("config/base.toml", "listen-on = 80\nretries = 6\ncurrency = 'Yen'\n[store]\nkind = 'memory'\n");
    project.write("config/qa.toml", "[proxy]\nhots = 'proxy'\n");
    project.write("config/production.toml", &format!("trace = true\n{CANARY} = 1\n[limits]\nrequests = '{CANARY}'\n"));
    project.write("config/staging.toml", &format!("token = '{CANARY}'\n[store]\nkind = 'disk'\n"));
    project.write("config/stagign.toml", "");
    let supply = "set it in a file, or declare that each deployment supplies it";
    let expected = [
        "listen-on: expected an address and port such as 127.0.0.1:8080, found a whole number (config/base.toml:1:13); write it between quotes",
        "retries: expected a whole number from 1 to 5, found one out of range (config/base.toml:2:11)",
        "currency: expected one of Eur, Usd, found another text (config/base.toml:3:12)",
        "trace: is meant for development and set for a deployed environment (config/production.toml:1:1); move it to a file that only development reads [dev-only-key]",
        "<key 2>: is no key of this configuration (config/production.toml:2:1); remove it, or declare it in the type [unknown-key]",
        "limits.<key 1>: expected a whole number from 0 to 4294967295, found text (config/production.toml:4:12); write it without quotes",
        "proxy.<key 1>: is no key of this configuration (config/qa.toml:2:1); did you mean host? [unknown-key]",
        "config/stagign.toml: is read by no environment; did you mean staging.toml? [unknown-file]",
        "token: a credential stands in a plain file, and staging does not take it from there (config/staging.toml:1:9); use a secret file, a sealed file or a variable [credential-source]",
        &format!("limits: is required and no file sets it for staging and qa: expected a table; {supply}"),
        &format!("proxy.host: is required and no file sets it for qa: expected text; {supply}"),
        &format!("store.path: is required and no file sets it for staging: expected a path; {supply}"),
    ];
    assert_eq!(findings(&project.check()), expected);
}

const SMALL: &str = "
    #[derive(milieu::Config)]
    pub struct Settings { pub name: String, #[config(default = 80)] pub port: u16 }
    milieu::check_layers!(Settings, \"config\");
    fn main() { println!(\"started\"); }
";

#[test]
fn an_edited_a_removed_and_a_new_file_are_noticed() {
    let build = "fn main() { println!(\"cargo::rerun-if-changed=config\"); }\n";
    for looks_at_directory in [false, true] {
        let project = Project::application("noticed-files", SMALL).file("config/base.toml", "name = 'a'\n");
        if looks_at_directory {
            project.write("build.rs", build);
        }
        project.check().works();
        project.write("config/base.toml", "name = 7\n");
        assert_eq!(
            findings(&project.check()),
            ["name: expected text, found a whole number (config/base.toml:1:8); write it between quotes"]
        );
        project.write("config/base.toml", "name = 'b'\n");
        project.check().works();
        project.write("config/production.toml", "port = '80'\n");
        if looks_at_directory {
            let told = "port: expected a whole number from 0 to 65535, found text (config/production.toml:1:8); write it without quotes";
            assert_eq!(findings(&project.check()), [told]);
            fs::remove_file(project.path("config/production.toml")).unwrap();
            project.check().works();
        } else {
            // cargo cannot know of it, which the documentation says
            project.check().works();
        }
        fs::remove_file(project.path("config/base.toml")).unwrap();
        let told = findings(&project.check()).join("\n");
        assert!(told.contains("name: is required and no file sets it for "), "{told}");
    }
}

#[test]
fn a_broken_text_is_not_quoted_and_a_missing_directory_is_named() {
    let project = Project::application("broken-files", SMALL)
        .file("config/base.toml", &format!("name = 'a'\nport = {CANARY}\n"))
        .file("config/production.json", &format!("{{\"name\": {CANARY}"));
    assert_eq!(
        findings(&project.check()),
        [
            "config/base.toml:2:8: is not well-formed here: expected literal string",
            "config/production.json:1:10: is not well-formed here: expected a value",
        ]
    );
    fs::remove_dir_all(project.path("config")).unwrap();
    let ran =
        project.check().fails_with("config: is not there; give the directory of the files, from that of Cargo.toml");
    assert!(!ran.stderr.contains(CANARY));
}

#[test]
fn nothing_of_the_files_is_in_the_program() {
    let text = format!("name = 'name-{CANARY}' # {CANARY}\nport = 48151\n");
    let project = Project::application("left-out", SMALL).file("config/development.toml", &text);
    project.cargo(&["build", "--release"], &[]).works();
    assert_eq!(project.start("release", "left-out", &[]).works().stdout.trim(), "started");
    let program = fs::read(binary("release", "left-out")).unwrap();
    let holds = |needle: &[u8]| program.windows(needle.len()).any(|window| window == needle);
    assert!(holds(b"started"));
    for needle in [CANARY, "name-hunter2", "development.toml", "is no key of this configuration"] {
        assert!(!holds(needle.as_bytes()), "{needle}");
    }
}

/// A program with this many keys in each of three files, and the files' own names for them.
fn large(name: &str, keys: usize, prefix: &str) -> Project {
    let groups = keys / 50;
    let mut main = String::from("milieu::check_layers!(Settings, \"config\");\nfn main() {}\n");
    let mut file = String::new();
    let types = [("u32", "7"), ("String", "'text'"), ("bool", "true"), ("f64", "1.5"), ("Option<u16>", "80")];
    main.push_str("#[derive(milieu::Config)]\npub struct Settings {\n");
    (0..groups).for_each(|group| main.push_str(&format!("pub group_{group}: Group{group},\n")));
    main.push_str("}\n");
    for group in 0..groups {
        main.push_str(&format!("#[derive(milieu::Config)]\npub struct Group{group} {{\n"));
        file.push_str(&format!("[group_{group}]\n"));
        for key in 0..50 {
            let (ty, value) = types[key % types.len()];
            main.push_str(&format!("pub some_setting_{key}: {ty},\n"));
            file.push_str(&format!("{prefix}_setting_{key} = {value}\n"));
        }
        main.push_str("}\n");
    }
    ["base", "staging", "production"]
        .iter()
        .fold(Project::application(name, &main), |project, stem| project.file(&format!("config/{stem}.toml"), &file))
}

#[test]
fn a_thousand_keys_are_checked_and_a_thousand_unknown_ones_are_counted() {
    let ran = large("thousand-keys", 1000, "some").check().works();
    assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
    let ran = large("thousand-unknown-keys", 1000, "sum").check();
    let told = findings(&ran);
    assert!(!ran.stderr.contains("taking a long time"), "{}", ran.stderr);
    assert_eq!((told.len(), told[64]), (65, "and 3736 more"));
    assert_eq!(
        told[0],
        "group_0.<key 1>: is no key of this configuration (config/base.toml:2:1); did you mean some_setting_0? [unknown-key]"
    );
}

#[test]
fn no_tool_and_no_choice_of_features_raises_a_false_alarm() {
    let project = Project::application("no-alarm", &format!("#![deny(warnings)]\n{SMALL}"))
        .file("config/base.toml", "name = 'a'\nport = 1\n");
    project.run(&["clippy", "--offline", "--all-targets", "--", "-W", "clippy::pedantic"], &[]).works();
    project.cargo(&["doc", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")]).works();
    let bare = manifest("no-alarm", "").replace("path = ", "default-features = false, path = ");
    project.write("Cargo.toml", &bare);
    project.check().works();
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_files_is_told_and_not_waited_for() {
    let main = "#[derive(milieu::Config)]\n#[allow(dead_code)]\nstruct Settings { name: String }\n\
                milieu::check_layers!(Settings, \"config\");\nfn main() {}\n";
    let project = Project::application("pipe-among-files", main).file("config/base.toml", "name = 'a'\n");
    let pipe = project.path("config/staging.toml");
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        return;
    }
    project.check().fails_with("config/staging.toml: is neither a file nor a link to one");
    project.write("src/main.rs", "const _: milieu::Embedded = milieu::embed_layers!(\"config\");\nfn main() {}\n");
    project.check().fails_with("config/staging.toml: is neither a file nor a link to one");
}
