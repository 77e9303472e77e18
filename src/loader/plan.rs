//! Which files a convention names, for one environment.

use std::path::{Path, PathBuf};

use crate::environment::{Environment, Environments};
use crate::finding::Finding;
use crate::levels::UNKNOWN_FILE;
use crate::nearest::nearest;
use crate::origin::Origin;
use crate::rank::Rank;
use crate::rules::Rules;
use crate::sources::files::Files;
use crate::tier::Tier;

/// One file to read.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) rank: Rank,
    pub(super) path: PathBuf,
}

/// The formats, by extension.
pub(super) const EXTENSIONS: [&str; 4] = ["toml", "json", "yaml", "yml"];

/// Whether a file is read as dotenv, by its name.
pub(super) fn is_dotenv(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name == ".env" || name.starts_with(".env."))
}

/// Which files of a directory are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    All,
    /// Those that are never embedded: local ones, and the sealed one.
    NotEmbedded,
    /// The same, of another directory than the embedded files are from: what else lies there is meant to be read, and is not.
    BesideEmbedded,
}

/// Looks at the directory once and plans which of its files to read; what is odd about them is found on the way.
pub(super) fn plan(
    files: &Files,
    (directory, wanted): (&Path, Wanted),
    (environment, environments, rules): (Environment, &Environments, &Rules),
    findings: &mut Vec<Finding>,
) -> Vec<Planned> {
    let names = files.names(directory).unwrap_or_default();
    let stems: Vec<(&str, &str)> =
        names.iter().filter_map(|name| name.rsplit_once('.')).filter(|(_, ext)| EXTENSIONS.contains(ext)).collect();
    let mut planned = Vec::new();
    let mut take = |stem: &str, rank: Rank| {
        let mut found = stems.iter().filter(|(other, _)| *other == stem);
        let Some((_, extension)) = found.next() else { return false };
        let path = directory.join(format!("{stem}.{extension}"));
        if let Some((_, second)) = found.next() {
            let message = format!("stands beside the same file as .{second}, and one was expected");
            let finding = Finding::new(message).with_origin(Origin::whole_file(&path)).with_remedy("keep one of them");
            findings.push(finding);
        }
        planned.push(Planned { rank, path });
        true
    };
    let own = wanted != Wanted::All || {
        take("base", Rank::Base);
        take(environment.name(), Rank::Environment)
    };
    if environment.tier() == Tier::Development {
        take("local", Rank::Local);
        take(&format!("{}.local", environment.name()), Rank::Local);
    }
    let sealed = format!("{}.sealed.toml", environment.name());
    if names.contains(&sealed) {
        planned.push(Planned { rank: Rank::Sealed, path: directory.join(sealed) });
    }
    if wanted == Wanted::BesideEmbedded {
        for (stem, extension) in stems.iter().filter(|(stem, _)| ["base", environment.name()].contains(stem)) {
            let finding = Finding::new("is not read: this program has its configuration files compiled in");
            findings.push(
                finding
                    .with_origin(Origin::whole_file(directory.join(format!("{stem}.{extension}"))))
                    .with_remedy("set what differs by variables, or build the program without embed_layers!")
                    .with_check(UNKNOWN_FILE, rules.level(UNKNOWN_FILE)),
            );
        }
    }
    if wanted == Wanted::All {
        let paths = stems.iter().map(|(stem, extension)| (*stem, directory.join(format!("{stem}.{extension}"))));
        odd(paths, (directory, own), (environment, environments, rules), findings);
    }
    planned
}

/// Finds what is odd about the files of a directory: the environment has none where others have, or a name is no environment's.
pub(super) fn odd<'n>(
    paths: impl Iterator<Item = (&'n str, PathBuf)> + Clone,
    (directory, own): (&Path, bool),
    (environment, environments, rules): (Environment, &Environments, &Rules),
    findings: &mut Vec<Finding>,
) {
    let is_of_other = |other: &Environment| paths.clone().any(|(stem, _)| stem == other.name());
    if !own && environments.iter().any(is_of_other) {
        let remedy = "add it, even if it is empty: other environments have one";
        let path = directory.join(format!("{}.toml", environment.name()));
        findings.push(Finding::new("is not there").with_origin(Origin::whole_file(path)).with_remedy(remedy));
    }
    for (stem, path) in paths.filter(|(stem, _)| !is_known(stem, environments)) {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if (stem, extension) == ("milieu", "toml") {
            continue;
        }
        let known = environments.iter().map(Environment::name).chain(["base", "local"]);
        let remedy = match nearest(stem, known) {
            _ if stem == "milieu" => "write it as milieu.toml".to_owned(),
            _ if stem.strip_suffix(".local").is_some_and(|own| environments.iter().any(|one| one.name() == own)) => {
                "local files are for development: put it into the file of the environment".to_owned()
            }
            Some(name) => format!("did you mean {name}.{extension}?"),
            None => "name it after an environment, or move it out of this directory".to_owned(),
        };
        findings.push(
            Finding::new("is read by no environment")
                .with_origin(Origin::whole_file(path))
                .with_remedy(remedy)
                .with_check(UNKNOWN_FILE, rules.level(UNKNOWN_FILE)),
        );
    }
}

/// Whether some environment reads files of this name; local ones belong to development alone.
fn is_known(stem: &str, environments: &Environments) -> bool {
    let named = |stem: &str| environments.iter().find(|environment| environment.name() == stem);
    let is_development = |environment: &Environment| environment.tier() == Tier::Development;
    matches!(stem, "base" | "local")
        || named(stem).is_some()
        || stem.strip_suffix(".local").and_then(named).is_some_and(is_development)
        || stem.strip_suffix(".sealed").and_then(named).is_some()
}
