//! Where a load begins: the variables, the environment, the directory.

use std::path::{Path, PathBuf};

use crate::build::BuildClass;
use crate::environment::{Environment, Environments, Selection, select};
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::levels::{ENVIRONMENT_DEFAULTED, Phase};
use crate::origin::Origin;
use crate::sources::launch;
use crate::vars::{Text, Vars};

use super::begun::Begun;
use super::builder::Loader;

impl Loader {
    /// Takes the snapshot of variables, selects the environment and judges the program that is to run as it.
    pub(super) fn start(&self) -> Result<Begun, Error> {
        let vars = self.snapshot();
        let (environment, said) = self.select(&vars).map_err(Error::of)?;
        let mut begun = self.begin(vars, environment, Phase::Start);
        self.guard(&mut begun)?;
        let level = begun.rules.level(ENVIRONMENT_DEFAULTED);
        let said = said.filter(|_| level > Level::Allow);
        begun.findings.extend(said.map(|said| said.with_check(ENVIRONMENT_DEFAULTED, level)));
        Ok(begun)
    }

    /// Selects the environment.
    pub(super) fn select(&self, vars: &Vars) -> Result<(Environment, Option<Finding>), Finding> {
        let environments = Environments::new(&self.environments);
        if let Some(name) = &self.chosen {
            return match environments.find(name) {
                Some(environment) => Ok((environment, None)),
                None => Err(environments.refuse("environment", Some(name))),
            };
        }
        let selection = match vars.find(&self.selector) {
            None => Selection::Unset,
            Some(Text::Unicode(text)) => Selection::Variable(text),
            Some(Text::NotUnicode) => Selection::Unreadable,
        };
        let development = self.build.is_some_and(|build| build.class() == BuildClass::Development);
        let by_cargo = development && launch::by_cargo(vars, &self.files);
        select(&environments, &self.selector, &selection, by_cargo)
    }

    /// The directory of the conventional files, where there is one. What is wrong with it is found, and then it is not complete.
    pub(super) fn find_directory(&self, vars: &Vars, findings: &mut Vec<Finding>) -> Option<PathBuf> {
        let directory = self.directory.as_deref()?;
        let variable = self.directory_variable.as_deref().and_then(|name| Some((name, vars.find(name)?)));
        let remedy = "let it name the directory that holds base.toml and the files of environments";
        match variable {
            Some((name, Text::Unicode(path))) if !path.is_empty() => {
                if self.files.names(Path::new(path)).is_none() {
                    let finding = Finding::new("names a directory that is not there or cannot be read");
                    findings.push(finding.with_key(name).with_remedy(remedy));
                }
                return Some(PathBuf::from(path));
            }
            // it names some directory, which is not that of convention
            Some((name, Text::NotUnicode)) => {
                let finding = Finding::new("expected text in UTF-8, found other bytes");
                findings.push(finding.with_key(name).with_remedy(remedy));
                return None;
            }
            Some((_, Text::Unicode(_))) | None => {}
        }
        if self.files.names(directory).is_some() {
            return Some(directory.to_path_buf());
        }
        if self.directory_is_given {
            let finding = Finding::new("is not there or cannot be read, and a directory was expected");
            findings.push(finding.with_origin(Origin::whole_file(directory)));
            return None;
        }
        // an IDE starts programs anywhere
        let build = self.build.filter(|build| build.class() == BuildClass::Development)?;
        let beside_manifest = Path::new(build.manifest_dir()?).join(directory);
        self.files.names(&beside_manifest)?;
        // as whoever stands in the root of a workspace would name it, and editors and reviews of code do
        let from_here = Vars::directory().and_then(|here| Some(beside_manifest.strip_prefix(here).ok()?.to_path_buf()));
        Some(from_here.filter(|path| !path.as_os_str().is_empty()).unwrap_or(beside_manifest))
    }
}
