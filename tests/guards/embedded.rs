//! Files that are compiled in: what is in the finished program, and what does not compile.

use crate::cargo::{Project, binary};

const MAIN: &str = r#"
use milieu::{Config, Credential, Embedded, SecretFiles, app, embed_layers};

const FILES: Embedded = embed_layers!("config");

#[derive(Config)]
struct Settings {
    name: String,
    server: Server,
    token: Credential,
}

#[derive(Config)]
struct Server {
    port: u16,
    host: String,
}

fn main() {
    let secrets = std::env::args().nth(1).unwrap();
    match app!("shop").embedded(FILES).secret_files(SecretFiles::strict(secrets)).load::<Settings>() {
        Ok(loaded) => {
            for key in ["name", "server.port", "server.host", "token"] {
                let origins: Vec<_> = loaded.provenance(key).iter().map(ToString::to_string).collect();
                println!("{key}: {}", origins.join(", "));
            }
            println!("{}:{} of {}", loaded.server.host, loaded.server.port, loaded.name);
        }
        Err(error) => {
            println!("{error}");
            std::process::exit(1);
        }
    }
}
"#;

const DEPLOYABLE: &[(&str, &str)] = &[("MILIEU_BUILD", "deployable")];

fn project(name: &str) -> Project {
    Project::application(name, MAIN)
        .file("config/base.toml", "# comment-of-base-CANARY\nname = \"shop-in-base\"\nserver.port = 80\n")
        .file("config/development.toml", "# comment-CANARY\nname = \"dev-value-CANARY\"\ntoken = \"hunter2-CANARY\"\n")
        .file("config/production.toml", "\n[server]\nport = 443 # comment-CANARY\n")
        .file("config/local.toml", "name = \"local-value-CANARY\"\n")
        .file("config/production.sealed.toml", "local-value-CANARY")
}

fn holds(profile: &str, name: &str, text: &str) -> bool {
    let program = std::fs::read(binary(profile, name)).unwrap();
    program.windows(text.len()).any(|window| window == text.as_bytes())
}

/// For its owner alone.
fn close(path: &std::path::Path) {
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let _ = path;
}

#[test]
fn a_deployable_program_starts_from_nothing_and_holds_nothing_of_development() {
    let name = "embedded-deployable";
    let project = project(name).file("run/secrets/token", "correct horse battery staple").file("run/empty/.keep", "");
    project.cargo(&["build", "--release"], DEPLOYABLE).works();
    for text in ["dev-value", "hunter2-CANARY", "-CANARY", "local-value", "comment-of-base"] {
        assert!(!holds("release", name, text), "{text}");
    }
    assert!(holds("release", name, "shop-in-base"));
    close(&project.path("run/secrets/token"));
    let secrets = project.path("run/secrets");
    let secrets = secrets.to_str().unwrap();
    let variables = [("SHOP_ENV", "production"), ("SHOP_SERVER_HOST", "db.internal")];
    let ran = project.start_in("run/empty", "release", name, &[secrets], &variables).works();
    assert_eq!(
        ran.stdout,
        format!(
            "name: config/base.toml:2:8\nserver.port: config/production.toml:3:8, config/base.toml:3:15\n\
             server.host: SHOP_SERVER_HOST\ntoken: {secrets}/token\ndb.internal:443 of shop-in-base\n"
        )
    );
    let ran = project.start_in("run/empty", "release", name, &[secrets], &[("SHOP_ENV", "development")]);
    assert!(!ran.success);
    assert!(ran.stdout.contains("config/development.toml: is not in this program"), "{}", ran.stdout);
}

#[test]
fn an_edit_of_an_embedded_file_is_seen() {
    let name = "embedded-edited";
    let project = project(name);
    let run = |project: &Project| {
        project.cargo(&["build"], &[]).works();
        let variables = [("SHOP_ENV", "development"), ("SHOP_SERVER_HOST", "h")];
        project.start_in("config", "debug", name, &["/nowhere"], &variables)
    };
    // the directory of secrets is not there, and says so; what else is said comes from the files
    let _ = run(&project);
    assert!(holds("debug", name, "dev-value-CANARY") && !holds("debug", name, "comment-CANARY"));
    project.write("config/development.toml", "name = 'other-value'\n");
    let _ = run(&project);
    assert!(holds("debug", name, "other-value") && !holds("debug", name, "dev-value-CANARY"));
}

#[test]
fn a_literal_credential_does_not_compile_where_a_deployed_environment_reads_it() {
    let project = project("embedded-credential");
    project.cargo(&["check"], &[]).works();
    project.write("config/production.toml", "[server]\nport = 443\n[[pay]]\napi_key = \"hunter2-CANARY\"\n");
    let ran = project.cargo(&["check"], &[]).fails_with("config/production.toml:4:11: stands in a plain file");
    assert!(ran.stderr.contains("[credential-source]") && !ran.stderr.contains("CANARY"), "{}", ran.stderr);
    project.write("config/production.toml", "port = 1\nport = hunter2-CANARY\n");
    let ran = project.cargo(&["check"], &[]).fails_with("config/production.toml:2:8: is not well-formed here");
    assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
}

#[test]
fn with_a_type_the_check_says_what_is_a_credential() {
    let name = "embedded-typed";
    let typed = MAIN.replace("embed_layers!(\"config\")", "embed_layers!(Settings, \"config\")");
    let project = project(name).file("src/main.rs", &typed);
    project.write("config/base.toml", "name = \"shop\"\nserver = { port = 80, host = \"h\" }\n");
    project.cargo(&["check"], &[]).works();
    project.write("config/production.toml", "token = \"hunter2-CANARY\"\nprot = 1\n");
    let ran = project.cargo(&["check"], &[]).fails_with("config/production.toml:1:9");
    assert!(ran.stderr.contains("config/production.toml:2:1"), "{}", ran.stderr);
    assert!(ran.stderr.contains("[credential-source]") && !ran.stderr.contains("CANARY"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("production.toml:1:9").count(), 1, "{}", ran.stderr);
}
