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

/// Help is made before any configuration is read; what clap itself would show are values of variables and defaults.
#[test]
fn no_help_shows_a_value_of_the_configuration() {
    let mut all = Vec::new();
    helps(&mut Shop::command(), &mut all);
    assert!(all.len() > 20, "{} helps", all.len());
    let defaults = ["[default: text]", "[default: staging]", "[default: production]"];
    for help in &all {
        assert!(!help.contains("[env:"), "{help}");
        let others = help
            .split("[default: ")
            .skip(1)
            .map(|rest| format!("[default: {}", rest.split_inclusive(']').next().unwrap()));
        let others: Vec<_> = others.filter(|default| !defaults.contains(&default.as_str())).collect();
        assert!(others.is_empty(), "{others:?}");
    }
    assert!(run(&shop().loader(), "check --help").out.contains("Usage: shop check"));
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
