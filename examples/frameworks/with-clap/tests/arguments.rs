//! What a command line says, does not say, and must not say.

use milieu::testing::Fixture;
use milieu::{Error, Loaded, Loader};
use with_clap::{Arguments, Settings};

fn loader() -> Loader {
    Fixture::new()
        .application("server")
        .file("config/base.toml", "verbose = true\n[database]\npool_size = 9\n")
        .variable("SERVER_DATABASE_PASSWORD", "hunter2-CANARY")
        .environment("production")
}

fn load(arguments: &[&str]) -> Result<Loaded<Settings>, Error> {
    let arguments = ["server"].iter().chain(arguments);
    let loader = loader();
    Arguments::read(&loader, arguments).unwrap().above(loader).load()
}

#[test]
fn arguments_win_and_absent_ones_override_nothing() {
    let settings = load(&[]).unwrap();
    assert!(settings.verbose && settings.replica.is_none());
    assert_eq!((settings.database.pool_size, settings.provenance("database.pool_size").len()), (9, 2));

    let settings = load(&["--pool-size", "16", "--replica-host", "db2", "--set", "listen=[::1]:80"]).unwrap();
    assert_eq!((settings.database.pool_size, settings.listen.port()), (16, 80));
    assert_eq!(settings.replica.as_ref().unwrap().host, "db2");
    let origins: Vec<_> = settings.provenance("database.pool_size").iter().map(ToString::to_string).collect();
    assert_eq!(origins, ["override", "config/base.toml:3:13", "default"]);
    assert_eq!(settings.provenance("listen")[0].to_string(), "argument");
}

#[test]
fn an_argument_is_held_to_the_type_as_a_file_is() {
    let words = load(&["--pool-size", "0"]).unwrap_err().to_string();
    assert!(words.contains("database.pool_size: expected a whole number from 1 to 512"), "{words}");
    let words = load(&["--set", "databse.pool_size=1"]).unwrap().findings()[0].to_string();
    assert!(words.contains("did you mean database?"), "{words}");
}

#[test]
fn a_credential_does_not_come_from_a_command_line() {
    let words = load(&["--set", "database.password=hunter2-CANARY-2"]).unwrap_err().to_string();
    assert!(words.contains("[credential-source]") && !words.contains("CANARY"), "{words}");
}

#[test]
fn help_says_every_key_and_no_value_of_a_credential() {
    let help = Arguments::read(&loader(), ["server", "--help"]).unwrap_err().to_string();
    let (_, keys) = help.split_once("Keys, as a file or --set says them, and their variables:\n").unwrap();
    assert_eq!(
        keys,
        "  \
  listen              SERVER_LISTEN              an address and port such as 127.0.0.1:8080 [default: \"127.0.0.1:8080\"]
  verbose             SERVER_VERBOSE             true or false [default: false]
  database.pool_size  SERVER_DATABASE_POOL_SIZE  a whole number from 1 to 512 [default: 8]
  database.password   SERVER_DATABASE_PASSWORD   a credential
  replica.host        SERVER_REPLICA_HOST        text
"
    );
    assert!(!help.contains("CANARY"));
}
