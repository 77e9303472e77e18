//! Secret files as a layer: which directories, and which keys their files hold.

use crate::finding::Finding;
use crate::key::{Key, dotted};
use crate::levels::{Phase, UNKNOWN_FILE};
use crate::nearest::nearest;
use crate::origin::Origin;
use crate::rank::Rank;
use crate::schema::Kind;
use crate::source::{Source, Values};
use crate::sources::files::Files;
use crate::sources::names::{self, credential_keys};
use crate::sources::secret::{Roots, SecretFiles, list};
use crate::sources::text;
use crate::stack::{Layer, Secret, Writer, line};

use super::begun::Begun;
use super::builder::Loader;
use super::gather::Gather;
use super::subject::Of;
use super::witness::of_marker;

/// The most keys that suggestions are looked for in.
const CANDIDATES: usize = 2_000;

impl Loader {
    /// The directories of secret files, for one load.
    pub(super) fn roots<'a>(&'a self, Begun { vars, environment, rules, .. }: &'a Begun) -> Roots<'a> {
        Roots::new(
            &self.files,
            &self.secret_files,
            // what is mounted into this process is no fact of a fixture
            self.reads_mounted.then_some((vars, self.sees_process || !matches!(self.files, Files::Disk))),
            environment.tier(),
            rules,
        )
    }
}

impl Gather<'_> {
    /// Puts each file of a directory on top of the stack, under the key that it is named after.
    pub(super) fn secret_files(&mut self, root: &SecretFiles) {
        if matches!(self.of, Of::Serde | Of::Keys) && !root.is_given() {
            // without a schema nothing tells the application's files from those of others
            return;
        }
        if !root.is_given() && !self.roots.has(root) {
            // the system names such a directory where it has put something there
            if root.is_named_by_the_system()
                && self.rules.phase() != Phase::Ci
                && self.out.environment.tier().is_deployed()
            {
                let finding = Finding::new("names a directory that is not there or cannot be read");
                self.out.findings.push(finding.with_key("CREDENTIALS_DIRECTORY"));
                self.out.incomplete = true;
            }
            return;
        }
        match (of_marker(self.roots, root, self.out.environment, self.rules), self.rules.phase()) {
            (None, _) => {}
            (Some(finding), Phase::Start | Phase::Reload) => return self.out.findings.push(finding),
            // who looks at an environment from another one does not take that one's credentials for its own
            (Some(_), Phase::Ci) => return,
        }
        let of = self.of;
        let declared = |key: &mut dyn Iterator<Item = &str>| match of {
            Of::Schema(schema) => schema.declared_at(key),
            Of::Serde | Of::Keys => Some(&Kind::Any),
        };
        let named = match list(self.roots, root, &declared) {
            Ok(named) => named,
            Err(why) => {
                let origin = Origin::whole_file(root.directory());
                self.out.incomplete = true;
                return self
                    .out
                    .findings
                    .push(Finding::new(format!("a directory of secrets {why}")).with_origin(origin));
            }
        };
        if named.is_empty() {
            return;
        }
        let layer = self.out.stack.push_layer(Layer::of_secret_files(root.directory()));
        let mut troubles = Vec::new();
        for file in &named {
            // said only where there is something to say
            let origin = || Origin::whole_file(root.directory().join(&file.file));
            let Some((key, kind)) = file.key() else {
                if root.is_given() {
                    self.unknown_file(&file.file, origin());
                }
                continue;
            };
            let contents = file.read(self.roots, root);
            let findings = &mut self.out.findings;
            let shown = || match of {
                Of::Schema(_) => Some(dotted(key.clone())),
                Of::Serde | Of::Keys => None,
            };
            let secret =
                self.roots.keep(contents, || shown().unwrap_or_else(|| origin().to_string()), &mut |finding| {
                    let finding = finding.with_origin(origin());
                    findings.push(match shown() {
                        Some(key) => finding.with_key(key),
                        None => finding,
                    });
                });
            let mut writer = Writer::of_values(&mut self.out.stack, layer, 0, &mut troubles);
            let place = writer.keep_text(&file.file);
            writer.keep("\0");
            writer.set_place(place);
            writer.at_path(key);
            match (kind, std::str::from_utf8(line(secret.whole()))) {
                (Kind::Credential, _) => writer.secret(secret),
                (kind, Ok(text)) if !secret.is_refused() && !text.contains('\0') => {
                    text::write(&mut writer, kind, text);
                }
                // no field that is text takes it, and its own words say so
                _ => writer.secret(secret),
            }
        }
        self.troubles(&troubles);
        self.refuse_reserved(layer);
    }

    /// Puts what a source of the application's own reads on top of the stack.
    pub(super) fn source(&mut self, rank: Rank, source: &dyn Source) {
        let credentials = match self.of {
            Of::Schema(schema) => credential_keys(schema),
            Of::Serde | Of::Keys => Vec::new(),
        };
        let mut values = Values::new(credentials);
        if let Err(why) = source.read(self.out.environment, &mut values) {
            self.out.incomplete = true;
            self.out.findings.push(Finding::new(why.to_string()).with_key(source.name()));
            return;
        }
        let layer = self.out.stack.push_layer(Layer::named(rank, source.kind(), source.name()));
        let mut troubles = Vec::new();
        for (key, bytes) in values.into_texts() {
            let Ok(key) = Key::new(&key) else {
                let finding = Finding::new("sets a key that is none: expected a dotted key such as database.pool_size");
                self.out.findings.push(finding.with_key(source.name()));
                continue;
            };
            let kind = match self.of {
                Of::Schema(schema) => schema.kind_at(key.segments()),
                Of::Serde | Of::Keys => &Kind::Any,
            };
            let mut writer = Writer::of_values(&mut self.out.stack, layer, 0, &mut troubles);
            writer.at_path(key.segments());
            match (kind, std::str::from_utf8(&bytes)) {
                (Kind::Credential, _) | (_, Err(_)) => writer.secret(Secret::new(bytes)),
                (kind, Ok(text)) => text::write(&mut writer, kind, text),
            }
        }
        self.troubles(&troubles);
        self.refuse_reserved(layer);
    }

    /// Without the feature a sealed file is not passed over in silence: its credentials would be missing, or others in their place.
    #[cfg(not(feature = "sealed"))]
    pub(super) fn sealed(&mut self, path: &std::path::Path) {
        let finding = Finding::new("is a sealed file, which this build of milieu does not open");
        let finding = finding.with_remedy("enable the feature sealed").with_origin(Origin::whole_file(path));
        self.out.incomplete = true;
        self.out.findings.push(finding);
    }

    fn unknown_file(&mut self, file: &str, origin: Origin) {
        let names: Vec<String> = match self.of {
            Of::Schema(schema) => names::declared(schema, &self.loader.spelling, CANDIDATES)
                .iter()
                .map(|declared| declared.key.replace('.', "__"))
                .collect(),
            Of::Serde | Of::Keys => Vec::new(),
        };
        let remedy = match nearest(file, names.iter().map(String::as_str)) {
            Some(name) => format!("did you mean {name}?"),
            None => "name it after a key, or move it out of this directory".to_owned(),
        };
        let level = self.rules.level(UNKNOWN_FILE);
        let finding = Finding::new("holds no key of this configuration").with_origin(origin).with_remedy(remedy);
        self.out.findings.push(finding.with_check(UNKNOWN_FILE, level));
    }
}
