//! `--help`, and the way into a parser that is there already.

use clap::{CommandFactory as _, Parser as _};
use milieu::cli::Command;

use super::{Shop, run, shop};

/// The text of every command's long help.
fn helps(command: &mut clap::Command, out: &mut Vec<String>) {
    out.push(command.render_long_help().to_string());
    let names: Vec<_> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    for name in names {
        helps(command.find_subcommand_mut(&name).unwrap(), out);
    }
}

#[test]
fn no_help_shows_a_value_of_the_configuration() {
    let fixture = shop()
        .variable("SHOP_ENV", "staging")
        .variable("SHOP_DATABASE_PASSWORD", "hunter2-CANARY")
        .variable("SHOP_MIRROR", "hunter2-CANARY");
    for arguments in ["--help", "check --help", "explain --help", "parity --help", "receipt issue --help"] {
        let ran = run(&fixture.loader(), arguments);
        assert!(ran.code == 0 && ran.out.contains("Usage: shop") && !ran.out.contains("hunter2"), "{arguments}");
    }
    let mut all = Vec::new();
    helps(&mut Shop::command(), &mut all);
    assert!(all.len() > 20, "{} helps", all.len());
    // nothing is read from the process: clap would show it
    assert!(all.iter().all(|help| !help.contains("[env:")));
}

#[test]
fn the_parser_is_sound() {
    Shop::command().debug_assert();
}

#[test]
fn the_commands_can_be_flattened_among_others() {
    #[derive(Debug, clap::Parser)]
    enum Program {
        Serve,
        #[command(flatten)]
        Config(Command),
    }
    Program::command().debug_assert();
    assert!(matches!(Program::parse_from(["program", "serve"]), Program::Serve));
    assert!(matches!(Program::parse_from(["program", "parity", "staging", "production"]), Program::Config(_)));
    assert!(Program::try_parse_from(["program", "parity", "staging"]).is_err());
}
