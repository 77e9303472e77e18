//! Reads every source of one environment into a stack.

use std::path::Path;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::checks::writable;
use crate::environment::Environments;
use crate::finding::{Finding, Level};
use crate::key::Key;
use crate::levels::{Phase, WRITABLE_LAYER};
use crate::origin::Origin;
use crate::policy::SourceKind;
use crate::rank::Rank;
use crate::rules::Rules;
use crate::schema::Kind;
use crate::sources::dotenv;
use crate::sources::embedded::{Embedded, EmbeddedFile};
use crate::sources::given::{Given, of_vars};
use crate::sources::names::shared;
use crate::sources::secret::{Roots, SecretFiles};
use crate::sources::variables::{Pass, Variables};
use crate::sources::{overrides, text, trouble};
use crate::stack::{Layer, ROOT, Stack, Trouble, Writer};
use crate::tier::Tier;
use crate::vars::Vars;

use super::begun::Begun;
use super::builder::Loader;
use super::extra::{Extra, What};
use super::gathered::{Gathered, Unfilled};
use super::plan::{EXTENSIONS, Planned, Wanted, is_dotenv, plan};
use super::subject::Of;
use super::unclaimed;
use super::witness::of_markers_beside;

impl Loader {
    /// Reads all sources, lowest rank first.
    pub(super) fn gather(
        &self,
        Begun { vars, environment, rules, directory, findings, incomplete }: &Begun,
        roots: &Roots<'_>,
        of: Of,
    ) -> Gathered {
        let environment = *environment;
        let mut gathered = Gathered {
            environment,
            stack: Stack::new(),
            findings: findings.clone(),
            incomplete: *incomplete,
            unfilled: Vec::new(),
            own_keys: self.own_keys(vars),
        };
        let environments = Environments::new(&self.environments);
        let mut layers: Vec<(Rank, Step<'_>)> = Vec::new();
        let embedded = self.planned_embedded((environment, &environments, rules), &mut gathered.findings);
        layers.extend(embedded.into_iter().map(|(rank, file)| (rank, Step::Embedded(file))));
        if let Some(directory) = directory {
            let is_named = self.directory_variable.as_deref().is_some_and(|name| vars.find(name).is_some());
            let is_same = |embedded: &Embedded| directory == Path::new(embedded.directory());
            let wanted = match self.embedded.as_slice() {
                [] => Wanted::All,
                // where nobody named the directory, it is the one that the files were taken from
                embedded if !is_named || embedded.iter().any(is_same) => Wanted::NotEmbedded,
                _ => Wanted::BesideEmbedded,
            };
            let of = (environment, &environments, rules);
            let mut planned = plan(&self.files, (directory, wanted), of, &mut gathered.findings);
            planned.retain(|planned| !self.is_checked_in_only || planned.rank != Rank::Local);
            layers.extend(planned.into_iter().map(|planned| (planned.rank, Step::Planned(planned))));
        }
        if self.reads_dotenv && environment.tier() == Tier::Development {
            for name in [".env".to_owned(), format!(".env.{environment}")] {
                let path = self.working_directory.join(name);
                if self.files.exists(&path) {
                    layers.push((Rank::Dotenv, Step::Planned(Planned { rank: Rank::Dotenv, path })));
                }
            }
        }
        layers.extend(roots.layers().map(|root| (Rank::SecretFile, Step::SecretFiles(root))));
        if self.reads_variables {
            layers.push((Rank::Variable, Step::Variables));
        }
        layers.extend(self.extra.iter().map(|extra| (extra.rank, Step::Extra(extra))));
        let mut gather = Gather { loader: self, vars, roots, of, rules, out: &mut gathered };
        // within a rank, what was given later wins
        for rank in Rank::ALL {
            for (_, step) in layers.iter().filter(|(other, _)| *other == rank) {
                gather.layer(rank, step);
            }
        }
        if rules.phase() != Phase::Ci {
            gathered.findings.extend(of_markers_beside(roots, environment, rules));
        }
        gathered
    }
}

/// A layer that is no file: its rank, what it is, and what reports call it.
pub(super) type Named<'a> = (Rank, SourceKind, &'a str);

enum Step<'a> {
    Embedded(&'static EmbeddedFile),
    Planned(Planned),
    SecretFiles(&'a SecretFiles),
    Variables,
    Extra(&'a Extra),
}

pub(super) struct Gather<'a> {
    pub(super) loader: &'a Loader,
    pub(super) vars: &'a Vars,
    pub(super) roots: &'a Roots<'a>,
    pub(super) of: Of,
    pub(super) rules: &'a Rules,
    pub(super) out: &'a mut Gathered,
}

impl Gather<'_> {
    fn layer(&mut self, rank: Rank, step: &Step<'_>) {
        if self.out.stack.layers().len() >= usize::from(u16::MAX) {
            self.out.incomplete = true;
            return self.out.findings.push(Finding::new("there are more than 65,535 layers"));
        }
        match step {
            Step::Embedded(file) => self.embedded(rank, file),
            Step::Planned(planned) if rank == Rank::Sealed => self.sealed(&planned.path),
            Step::Planned(planned) => self.file(rank, &planned.path, false),
            Step::SecretFiles(root) => self.secret_files(root),
            Step::Variables => self.variables(),
            Step::Extra(Extra { what: What::File(path), .. }) => self.file(rank, path, true),
            Step::Extra(Extra { kind, what: What::Texts(name, pairs), .. }) => self.texts((rank, *kind, name), pairs),
            Step::Extra(Extra { kind, what: What::Table(name, table), .. }) => {
                self.values((rank, *kind, name), |writer| overrides::write(writer, table));
            }
            Step::Extra(Extra { what: What::Source(source), .. }) => self.source(rank, &**source),
            #[cfg(feature = "figment")]
            Step::Extra(Extra { what: What::Provider(provider), .. }) => self.provider(rank, &**provider),
        }
    }

    fn file(&mut self, rank: Rank, path: &Path, is_named: bool) {
        let Some(text) = self.text(path) else { return };
        let shared: Arc<Path> = path.into();
        if is_dotenv(path) {
            return self.dotenv(rank, shared, text, is_named);
        }
        let extension =
            path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
        if !EXTENSIONS.contains(&extension.as_str()) {
            let finding = Finding::new("has an extension of no known format: expected .toml, .json, .yaml or .yml");
            self.out.incomplete = true;
            return self.out.findings.push(finding.with_origin(Origin::whole_file(path)));
        }
        self.out.stack.reserve_for(text.len());
        let layer = self.out.stack.push_layer(Layer::of_file(rank, shared, text));
        let mut troubles = Vec::new();
        let mut writer = Writer::of_file(&mut self.out.stack, layer, &mut troubles);
        match extension.as_str() {
            "toml" => writer.read(milieu_format::toml::read),
            "json" => writer.read(milieu_format::json::read),
            #[cfg(feature = "yaml")]
            _ => writer.read(milieu_format::yaml::read),
            #[cfg(not(feature = "yaml"))]
            _ => {
                let finding = Finding::new("is YAML, which this build of milieu does not read");
                let finding = finding.with_remedy("enable the feature yaml").with_origin(Origin::whole_file(path));
                self.out.incomplete = true;
                self.out.findings.push(finding);
            }
        }
        self.troubles(&troubles);
        self.refuse_reserved(layer);
    }

    /// The text of a file; what speaks against it is found.
    pub(super) fn text(&mut self, path: &Path) -> Option<String> {
        let level = self.rules.level(WRITABLE_LAYER);
        match self.loader.files.read(path, level > Level::Allow) {
            Ok((text, is_open)) => {
                if is_open {
                    self.out.findings.push(writable(path, level));
                }
                Some(text)
            }
            Err(why) => {
                self.out.incomplete = true;
                self.out.findings.push(Finding::new(why.to_string()).with_origin(Origin::whole_file(path)));
                None
            }
        }
    }

    pub(super) fn troubles(&mut self, troubles: &[Trouble]) {
        self.out.troubles(troubles);
    }

    fn dotenv(&mut self, rank: Rank, path: Arc<Path>, mut text: String, is_named: bool) {
        let read = dotenv::read(&mut text);
        let layer = self.out.stack.push_layer(Layer::of_dotenv(rank, path, text));
        for fault in &read.faults {
            let origin = self.out.stack.layer(layer).origin_at(fault.at);
            self.out.incomplete = true;
            self.out.findings.push(trouble::of_format(fault.rule).with_origin(origin));
        }
        // without a type, the names of a file that was asked for are its keys
        if is_named && matches!(self.of, Of::Keys) {
            let mut troubles = Vec::new();
            for given in read.given() {
                let mut writer = Writer::of_values(&mut self.out.stack, layer, given.at, &mut troubles);
                writer.at_path(std::iter::once(given.name));
                text::write(&mut writer, &Kind::Any, given.text.unwrap_or_default());
            }
            return self.troubles(&troubles);
        }
        if matches!(self.of, Of::Serde) {
            return self.out.unfilled.push(Unfilled { layer, dotenv: Some(read) });
        }
        self.named_texts(layer, true, &read.given());
    }

    fn variables(&mut self) {
        let layer = self.out.stack.push_layer(Layer::of_variables());
        if matches!(self.of, Of::Serde) {
            return self.out.unfilled.push(Unfilled { layer, dotenv: None });
        }
        let mut all = false;
        if let Of::Schema(schema) = self.of {
            all = schema.holds().variables;
            self.out.findings.extend(shared(schema, &self.loader.spelling));
        }
        let given = of_vars(self.vars, &self.loader.spelling.prefix, all);
        self.named_texts(layer, false, &given);
    }

    /// Matches named texts against the schema, and judges what is left over.
    fn named_texts(&mut self, layer: u16, in_file: bool, given: &[Given<'_>]) {
        let (mut troubles, mut findings) = (Vec::new(), Vec::new());
        let mut variables = Variables {
            stack: &mut self.out.stack,
            layer,
            in_file,
            files: &self.loader.files,
            roots: self.roots,
            spelling: &self.loader.spelling,
            given,
            claimed: vec![None; given.len()],
            troubles: &mut troubles,
            findings: &mut findings,
            path: Vec::new(),
            extras: false,
            declares: None,
            pass: Pass::default(),
        };
        match self.of {
            Of::Schema(schema) => variables.of_schema(schema),
            Of::Keys => variables.of_keys(),
            // filled struct by struct, once serde has said what there is
            Of::Serde => {}
        }
        let claimed = std::mem::take(&mut variables.claimed);
        let left = unclaimed::Unclaimed { loader: self.loader, of: self.of, given, claimed: &claimed };
        left.judge(self.rules, (in_file, &self.out.stack, layer), &mut findings);
        self.out.findings.append(&mut findings);
        self.troubles(&troubles);
    }

    pub(super) fn values(&mut self, (rank, kind, name): Named<'_>, write: impl FnOnce(&mut Writer<'_>)) {
        let layer = self.out.stack.push_layer(Layer::named(rank, kind, name));
        let mut troubles = Vec::new();
        write(&mut Writer::of_values(&mut self.out.stack, layer, 0, &mut troubles));
        self.troubles(&troubles);
        self.refuse_reserved(layer);
    }

    fn texts(&mut self, (rank, kind, name): Named<'_>, pairs: &[(String, Zeroizing<String>)]) {
        let layer = self.out.stack.push_layer(Layer::named(rank, kind, name));
        let mut troubles = Vec::new();
        for (key, value) in pairs {
            let Ok(key) = Key::new(key) else {
                let finding = Finding::new("expected a dotted key such as database.pool_size").with_key(name);
                self.out.findings.push(finding);
                continue;
            };
            let mut writer = Writer::of_values(&mut self.out.stack, layer, 0, &mut troubles);
            writer.at_path(key.segments());
            let kind = match self.of {
                Of::Schema(schema) => schema.kind_at(key.segments()),
                Of::Serde | Of::Keys => &Kind::Any,
            };
            text::write(&mut writer, kind, value);
        }
        self.troubles(&troubles);
        self.refuse_reserved(layer);
    }

    /// A layer may never name the environment, the tier or a policy.
    pub(super) fn refuse_reserved(&mut self, layer: u16) {
        let Some(entry) = self.out.stack.find_key(ROOT, "milieu") else { return };
        let said = self.out.stack.entry(entry);
        if said.layer == layer {
            let finding = Finding::new("names a setting of milieu itself, which no layer may do")
                .with_key("milieu")
                .with_origin(self.out.stack.key_origin(entry))
                .with_remedy("select the environment by its variable, and set policy in code");
            self.out.findings.push(finding);
        }
    }
}
