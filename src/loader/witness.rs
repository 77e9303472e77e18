//! Facts that can contradict the selected environment. None of them selects it.

use std::borrow::Cow;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::environment::Environment;
use crate::finding::Finding;
use crate::levels::ENVIRONMENT_WITNESS;
use crate::origin::Origin;
use crate::rules::Rules;
use crate::sources::secret::{MARKER, Marked, Roots, SecretFiles, marker, markers_beside, names};

use super::builder::Loader;

/// Something that may know better than the selector.
#[derive(Clone)]
pub(super) enum Witness {
    /// A file that names the environment; one that is not there says nothing.
    File(Cow<'static, Path>),
    /// The application's own: whether the environment can be right.
    Asked(Box<str>, Arc<dyn Fn(Environment) -> bool + Send + Sync>),
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "Witness({})", path.display()),
            Self::Asked(name, _) => write!(f, "Witness({name})"),
        }
    }
}

impl Loader {
    /// Hears every witness.
    pub(super) fn hear(&self, environment: Environment, rules: &Rules) -> Vec<Finding> {
        let heard = self.witnesses.iter().filter_map(|witness| match witness {
            Witness::File(path) => match self.files.witness(path)? {
                Ok(content) if names(&content, environment) => None,
                Ok(_) => Some(contradiction(Origin::whole_file(&**path), environment, rules)),
                Err(why) => Some(unreadable(&why.to_string(), Origin::whole_file(&**path), rules)),
            },
            Witness::Asked(name, agrees) => {
                (!agrees(environment)).then(|| contradiction(Origin::named(name), environment, rules))
            }
        });
        heard.collect()
    }
}

/// What the marker of a directory of secrets says against the environment.
pub(super) fn of_marker(
    roots: &Roots<'_>,
    root: &SecretFiles,
    environment: Environment,
    rules: &Rules,
) -> Option<Finding> {
    said(marker(roots, root, environment), &root.directory().join(MARKER), environment, rules)
}

/// What the markers beside files that variables name say against the environment.
pub(super) fn of_markers_beside(roots: &Roots<'_>, environment: Environment, rules: &Rules) -> Vec<Finding> {
    let looked = markers_beside(roots, environment).into_iter();
    looked.filter_map(|(path, marked)| said(marked, &path, environment, rules)).collect()
}

fn said(marked: Marked, path: &Path, environment: Environment, rules: &Rules) -> Option<Finding> {
    let origin = Origin::whole_file(path);
    match marked {
        Marked::Nothing => None,
        Marked::Otherwise => Some(contradiction(origin, environment, rules)),
        Marked::Unreadable => {
            Some(unreadable("cannot be read, or its permissions let others change it", origin, rules))
        }
    }
}

fn contradiction(origin: Origin, environment: Environment, rules: &Rules) -> Finding {
    Finding::new(format!("{environment} is selected, and a witness says that this is another environment"))
        .with_origin(origin)
        .with_remedy("select the environment that this machine and these secrets belong to")
        .with_check(ENVIRONMENT_WITNESS, rules.level(ENVIRONMENT_WITNESS))
}

fn unreadable(why: &str, origin: Origin, rules: &Rules) -> Finding {
    Finding::new(format!("is to say which environment this is, and {why}"))
        .with_origin(origin)
        .with_remedy("make it a file that holds the name of the environment and nothing else")
        .with_check(ENVIRONMENT_WITNESS, rules.level(ENVIRONMENT_WITNESS))
}
