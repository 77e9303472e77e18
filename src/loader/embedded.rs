//! Files that are compiled in as layers, in place of those of a directory.

use std::path::{Path, PathBuf};

use crate::environment::{Environment, Environments};
use crate::finding::Finding;
use crate::origin::Origin;
use crate::rank::Rank;
use crate::rules::Rules;
use crate::sources::embedded::{Embedded, EmbeddedFile};
use crate::stack::Layer;
use crate::tier::Tier;

use super::builder::Loader;
use super::gather::Gather;
use super::plan::odd;

impl Loader {
    /// Takes the files that [`embed_layers!`](crate::embed_layers!) compiled in, in place of the conventional ones of a directory.
    ///
    /// They rank as those would, say the same, and stand where those stood. The directory is looked at for what is never embedded
    /// alone: a sealed file, and in tier `Development` local files. Of two sets that are given, the later wins.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { checkout: Checkout }
    /// # #[derive(milieu::Config)] struct Checkout { retries: u16 }
    /// use milieu::{Embedded, embed_layers};
    ///
    /// const FILES: Embedded = embed_layers!("examples/quickstart/config");
    ///
    /// let fixture = milieu::testing::Fixture::new().variable("APP_CHECKOUT_RETRIES", "9");
    /// let loaded = fixture.environment("production").embedded(FILES).load::<Settings>()?;
    /// assert_eq!(loaded.checkout.retries, 9);
    /// let origins: Vec<_> = loaded.provenance("checkout.retries").iter().map(ToString::to_string).collect();
    /// assert_eq!(origins[1], "examples/quickstart/config/production.toml:7:11");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn embedded(mut self, files: Embedded) -> Self {
        self.embedded.push(files);
        self
    }

    /// The embedded files of an environment, lowest first; what is odd about the others is found on the way.
    pub(super) fn planned_embedded(
        &self,
        (environment, environments, rules): (Environment, &Environments, &Rules),
        findings: &mut Vec<Finding>,
    ) -> Vec<(Rank, &'static EmbeddedFile)> {
        let mut planned = Vec::new();
        for embedded in &self.embedded {
            let mut own = false;
            let mut others = false;
            for file in embedded.files() {
                match file.stem() {
                    "base" => planned.push((Rank::Base, file)),
                    stem if stem == environment.name() => {
                        own = true;
                        planned.push((Rank::Environment, file));
                    }
                    _ => others = true,
                }
            }
            if others {
                let paths = embedded.files().iter().map(|file| (file.stem(), PathBuf::from(file.path())));
                odd(paths, (Path::new(embedded.directory()), own), (environment, environments, rules), findings);
            }
        }
        planned
    }
}

impl Gather<'_> {
    /// Puts the entries of an embedded file on top of the stack.
    pub(super) fn embedded(&mut self, rank: Rank, file: &EmbeddedFile) {
        let path = Path::new(file.path());
        let Some(content) = file.content() else {
            let environment = self.out.environment;
            let (message, remedy) = match environment.tier() {
                Tier::Development => (
                    "is not in this program: a deployable build embeds no file of development".to_owned(),
                    "build it without MILIEU_BUILD=deployable",
                ),
                Tier::Staging | Tier::Production => (
                    format!("is not in this program: who embedded the files knew of no {environment}"),
                    "give embed_layers! the constant that declares it",
                ),
            };
            self.out.incomplete = true;
            let finding = Finding::new(message).with_remedy(remedy).with_origin(Origin::whole_file(path));
            return self.out.findings.push(finding);
        };
        let layer = self.out.stack.push_layer(Layer::of_embedded(rank, path.into(), content));
        self.out.stack.replay(layer);
        self.refuse_reserved(layer);
    }
}
