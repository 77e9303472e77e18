//! The sealed file of an environment as a layer: opened with the environment's key, one credential at a time.

use std::path::Path;
use std::sync::Arc;

use crate::credential::{Credential, FromCredential as _};
use crate::exact::Exact;
use crate::finding::Finding;
use crate::key::Key;
use crate::levels::{Phase, UNKNOWN_KEY};
use crate::nearest::nearest;
use crate::origin::Origin;
use crate::schema::Kind;
use crate::sealed::PrivateKey;
use crate::sources::names::credential_keys;
use crate::sources::sealed::Sealed;
use crate::stack::{Layer, Secret, Writer};

use super::builder::Loader;
use super::gather::Gather;
use super::subject::Of;

/// The variable of the key, without the application's prefix.
pub(super) const VARIABLE: &str = "SEAL_KEY";

impl Loader {
    /// Opens the sealed file of the environment with this key, in place of the one that `SHOP_SEAL_KEY` holds, or the file that
    /// `SHOP_SEAL_KEY_FILE` names.
    ///
    /// ```
    /// use milieu::sealed::{KeyPair, add, create};
    ///
    /// #[derive(milieu::Config)]
    /// struct Settings {
    ///     password: milieu::Credential,
    /// }
    ///
    /// # let directory = std::env::temp_dir().join(format!("milieu-doc-open-{}", std::process::id()));
    /// # std::fs::create_dir_all(&directory)?;
    /// let (path, pair) = (directory.join("production.sealed.toml"), KeyPair::generate()?);
    /// create(&path, "production", &pair.public())?;
    /// add(&path, "production", &milieu::Key::new("password")?, b"correct horse battery")?;
    /// # std::fs::write(directory.join("production.toml"), "")?;
    /// let fixture = milieu::testing::Fixture::new().on_disk();
    /// let loader = fixture.environment("production").directory(&directory);
    /// assert!(loader.load::<Settings>().is_err());
    /// let loaded = loader.seal_key(pair.private()).load::<Settings>()?;
    /// assert_eq!(loaded.password.expose(), "correct horse battery");
    /// # std::fs::remove_dir_all(&directory)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn seal_key(mut self, key: Credential<PrivateKey>) -> Self {
        self.seal_key = Some(key);
        self
    }
}

impl Gather<'_> {
    /// Reads and opens the sealed file of the environment.
    pub(super) fn sealed(&mut self, path: &Path) {
        let shared: Arc<Path> = path.into();
        let Some(text) = self.text(path) else { return };
        let sealed = match Sealed::read(Arc::clone(&shared), &text, self.out.environment.name()) {
            Ok(sealed) => sealed,
            Err(findings) => {
                self.out.incomplete = true;
                return self.out.findings.extend(findings);
            }
        };
        // who looks at an environment has not its key, and needs none to know which credentials there are
        let key = if self.rules.phase() == Phase::Ci || sealed.keys().len() == 0 { None } else { self.seal_key(path) };
        let layer = self.out.stack.push_layer(Layer::of_sealed(Arc::clone(&shared), text));
        let mut troubles = Vec::new();
        for (name, at) in sealed.keys() {
            let Ok(key_path) = Key::new(name) else { continue };
            let origin = self.out.stack.layer(layer).origin_at(at);
            if !self.takes(&key_path, &origin) {
                continue;
            }
            let secret = match key.as_ref().map(|key| sealed.open(key.expose(), name)) {
                Some(Ok(bytes)) => Secret::new(bytes),
                Some(Err(finding)) => {
                    self.out.findings.push(finding);
                    Secret::refused()
                }
                None => Secret::refused(),
            };
            let mut writer = Writer::of_values(&mut self.out.stack, layer, at, &mut troubles);
            writer.at_path(key_path.segments());
            writer.secret(secret);
        }
        self.troubles(&troubles);
        self.refuse_reserved(layer);
    }

    /// The private key of the environment; what is wrong with it is found.
    fn seal_key(&mut self, path: &Path) -> Option<Credential<PrivateKey>> {
        if let Some(key) = &self.loader.seal_key {
            return Some(key.clone());
        }
        let findings = &mut self.out.findings;
        let variable = self.loader.own_key_variable(VARIABLE);
        let Some(secret) = self.loader.own_key(VARIABLE, self.vars, self.roots, &mut |finding| findings.push(finding))
        else {
            let finding = Finding::new("holds credentials, and there is no key to open them");
            let remedy =
                format!("set {variable}, or let {variable}_FILE name a file with the environment's private key");
            findings.push(finding.with_origin(Origin::whole_file(path)).with_remedy(remedy));
            return None;
        };
        if secret.is_refused() {
            return None;
        }
        match PrivateKey::from_credential(secret.line()) {
            Ok(key) => Some(Credential::new(key)),
            Err(why) => {
                let finding = Finding::new(format!("expected {}, found something else", why.expected()));
                findings.push(finding.with_key(variable));
                None
            }
        }
    }

    /// Whether the configuration declares a credential under this key; what else it is, is found.
    fn takes(&mut self, key: &Key, origin: &Origin) -> bool {
        let Of::Schema(schema) = self.of else { return true };
        let finding = match schema.declared_at(key.segments()) {
            Some(Kind::Credential) => return true,
            Some(_) => Finding::new("stands in a sealed file, which holds credentials alone, and is none")
                .with_key(key.to_string())
                .with_remedy("set it in a plain file"),
            None => {
                let names = credential_keys(schema);
                let remedy = match nearest(&key.to_string(), names.iter().map(String::as_str)) {
                    Some(name) => format!("did you mean {name}?"),
                    None => "remove it, or declare it in the type".to_owned(),
                };
                let level = self.rules.level(UNKNOWN_KEY);
                Finding::new("is no key of this configuration")
                    .with_exact(Some(Exact::of(&key.to_string())))
                    .with_remedy(remedy)
                    .with_check(UNKNOWN_KEY, level)
            }
        };
        self.out.findings.push(finding.with_origin(origin.clone()));
        false
    }
}
