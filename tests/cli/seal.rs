//! `seal`.

use super::{Ran, Scratch, run, run_with};
use milieu::testing::Fixture;

fn sealed() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("config/staging.toml", "").write("config/production.toml", "");
    let ran =
        run(&scratch.loader(&Fixture::new()), &scratch.arguments("seal init staging --private-key DIR/staging.key"));
    assert_eq!(ran.code, 0, "{ran:?}");
    scratch
}

#[test]
fn a_credential_goes_from_standard_input_into_the_sealed_file_and_opens_in_its_environment() {
    let scratch = sealed();
    let ran =
        run_with(&scratch.loader(&Fixture::new()), "seal add staging database.password", b"hunter2-CANARY-long\n");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(scratch.plain(&ran.out), "config/staging.sealed.toml: written\n");
    assert!(!scratch.read("config/staging.sealed.toml").contains("hunter2"));

    let key = scratch.read("staging.key");
    let fixture = Fixture::new().variable("SHOP_SEAL_KEY", key).variable("SHOP_DATABASE_HOST", "db.internal");
    let loader = scratch.loader(&fixture).environment("staging");
    let loaded = loader.load::<super::Settings>().unwrap();
    assert_eq!(loaded.database.password.expose(), "hunter2-CANARY-long");
    let ran = run(&loader, "seal remove staging database.password");
    assert_eq!(ran.code, 0);
    assert!(loader.load::<super::Settings>().is_err());
}

#[cfg(unix)]
#[test]
fn a_private_key_is_its_owners_alone_and_no_key_is_overwritten() {
    use std::os::unix::fs::PermissionsExt as _;
    let scratch = sealed();
    let mode = std::fs::metadata(scratch.path("staging.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let before = scratch.read("staging.key");
    let loader = scratch.loader(&Fixture::new());
    let ran = run(&loader, &scratch.arguments("seal init production --private-key DIR/staging.key"));
    assert_eq!(ran.code, 3);
    assert_eq!(
        scratch.plain(&ran.error),
        "staging.key: is there already, and may be the only copy of a key; name a new file\n"
    );
    assert_eq!(scratch.read("staging.key"), before);
    assert_eq!(scratch.names(&scratch.path("config")), ["production.toml", "staging.sealed.toml", "staging.toml"]);
    assert!(!ran.error.contains("private-1:") && !ran.out.contains("private-1:"));
}

#[test]
fn of_a_key_and_its_file_there_are_both_or_neither() {
    let scratch = Scratch::new();
    scratch.write("config/staging.toml", "");
    let loader = scratch.loader(&Fixture::new());
    for arguments in [
        "seal init staging --private-key DIR/none/staging.key",
        "seal init staging --private-key DIR/config/staging.sealed.toml",
        "seal init staging --private-key DIR/staging.key --file DIR/none/staging.sealed.toml",
        "seal init staging --private-key DIR/staging.key --file DIR/config/staging.toml",
    ] {
        let ran = run(&loader, &scratch.arguments(arguments));
        assert!(ran.code == 3 && ran.out.is_empty() && !ran.error.is_empty(), "{arguments}: {ran:?}");
        assert_eq!(scratch.names(&scratch.path("config")), ["staging.toml"], "{arguments}");
        assert_eq!(scratch.names(&scratch.path("")), ["config"], "{arguments}");
    }
    assert_eq!(scratch.read("config/staging.toml"), "");
}

#[test]
fn a_credential_as_an_argument_is_refused_and_not_repeated() {
    let scratch = sealed();
    let loader = scratch.loader(&Fixture::new());
    let before = scratch.read("config/staging.sealed.toml");
    let ran = run(&loader, "seal add staging database.password hunter2-CANARY");
    assert_eq!(
        ran,
        Ran {
            code: 2,
            out: String::new(),
            error: "credential: is given as an argument, where other programs and the shell's history keep it; \
                    give it by standard input, and replace it where it gives access\n"
                .to_owned(),
        }
    );
    // what stands in the place of the key may be the credential as well, and one may look like an option
    for arguments in [
        "seal add staging hunter2-CANARY",
        "seal add hunter2-CANARY database.password",
        "seal add staging database.password --hunter2-CANARY",
        "seal add staging database.password -hunter2-CANARY",
        "seal add staging database.password -----BEGIN hunter2-CANARY-----",
        "seal add staging database.password --file DIR/x --value=hunter2-CANARY",
        "seal add staging --hunter2-CANARY",
        "seal add -hunter2-CANARY database.password",
    ] {
        let ran = run_with(&loader, &scratch.arguments(arguments), b"x");
        assert!(ran.code == 2 && !format!("{ran:?}").contains("hunter2"), "{arguments}: {ran:?}");
    }
    let ran = run(&loader, "seal remove staging hunter2-CANARY");
    assert!(ran.code == 2 && ran.error.starts_with("KEY: is no key of this configuration"), "{ran:?}");
    let ran = run(&loader, "seal remove staging database.password");
    assert!(ran.code == 3 && ran.error.contains("database.password: is not in this sealed file"), "{ran:?}");
    for arguments in ["seal add --help", "seal add -h", "seal add staging -h"] {
        let ran = run(&loader, arguments);
        assert!(ran.code == 0 && ran.out.contains("Usage: shop seal add"), "{arguments}: {ran:?}");
    }
    assert_eq!(scratch.read("config/staging.sealed.toml"), before);
}

#[test]
fn a_key_that_is_no_credential_and_an_input_that_is_none_are_refused() {
    let scratch = sealed();
    let loader = scratch.loader(&Fixture::new());
    let ran = run_with(&loader, "seal add staging database.pasword", b"hunter2-CANARY");
    assert_eq!(
        ran.error,
        "KEY: is no credential of this configuration, and a sealed file holds nothing else; did you mean database.password?\n"
    );
    for below in ["database", "database.password.primary", "mirror"] {
        let ran = run_with(&loader, &format!("seal add staging {below}"), b"hunter2-CANARY");
        assert!(ran.code == 2 && ran.error.starts_with("KEY: is no credential of this configuration"), "{ran:?}");
    }
    let long = vec![b'x'; 64 * 1024 + 1];
    for (input, said) in [(&b""[..], "is empty"), (b"\n", "is empty"), (&long, "is longer than 64 KiB")] {
        let ran = run_with(&loader, "seal add staging database.password", input);
        assert!(ran.code == 3 && ran.error.starts_with(&format!("standard input: {said}")), "{ran:?}");
    }
}

#[test]
fn a_path_writes_no_line_of_its_own() {
    let scratch = Scratch::new();
    let name = "a\n::error ::b\u{1b}[31m";
    std::fs::create_dir(scratch.path(name)).unwrap();
    for file in ["staging.toml", "production.toml"] {
        std::fs::write(scratch.path(name).join(file), "").unwrap();
    }
    let loader = scratch.loader(&Fixture::new().variable("SHOP_CONFIG_DIR", scratch.path(name)));
    for arguments in
        ["seal init staging --private-key DIR/staging.key", "parity staging production --accept why", "check --all"]
    {
        let ran = run(&loader, &scratch.arguments(arguments));
        assert_ne!(ran.code, 3, "{arguments}: {ran:?}");
        assert!(!ran.out.contains("\n::error") && !ran.out.contains('\u{1b}'), "{arguments}: {}", ran.out);
    }
}
