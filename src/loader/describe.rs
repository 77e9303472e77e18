//! What a type lets a user configure, in the names of one application.

use crate::error::Error;
use crate::report::Described;
use crate::schema::Schema;

use super::builder::Loader;

impl Loader {
    /// Returns a Markdown table of everything that `schema` lets a user configure.
    ///
    /// ```
    /// use milieu::{Config, Loader};
    /// # #[derive(Config)] struct Settings {
    /// #     /// Port to listen on.
    /// #     #[config(default = 80)] port: u16 }
    /// let table = Loader::new("shop").reference(Settings::SCHEMA);
    /// assert!(table.contains("| `port` | a whole number from 0 to 65535 | `80` | `SHOP_PORT` | Port to listen on. |"));
    /// ```
    #[inline]
    #[must_use]
    pub fn reference(&self, schema: &'static Schema) -> String {
        crate::report::reference(schema, &self.spelling)
    }

    /// Returns every key that `schema` lets a user configure, as data: what a framework or a command line writes its help from.
    ///
    /// ```
    /// use milieu::{Config, Loader};
    /// # #[derive(Config)] struct Settings {
    /// #     /// Port to listen on.
    /// #     #[config(default = 80)] port: u16 }
    /// let described = Loader::new("shop").describe(Settings::SCHEMA);
    /// let lines = described.iter().map(|key| format!("{}: {}", key.variables()[0], key.documentation()));
    /// assert_eq!(lines.collect::<Vec<_>>(), ["SHOP_PORT: Port to listen on."]);
    /// ```
    #[inline]
    #[must_use]
    pub fn describe(&self, schema: &'static Schema) -> Vec<Described> {
        crate::report::described(schema, &self.spelling)
    }

    /// Returns a commented TOML file for an environment to start from.
    ///
    /// # Errors
    ///
    /// Fails if `environment` is not the name of one.
    ///
    /// ```
    /// use milieu::{Config, Loader};
    /// # #[derive(Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let template = Loader::new("shop").template(Settings::SCHEMA, "staging")?;
    /// assert!(template.contains("# port = 80"));
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[inline]
    pub fn template(&self, schema: &'static Schema, environment: &str) -> Result<String, Error> {
        let environment = self.named(environment)?;
        Ok(crate::report::template(schema, environment, &self.spelling))
    }

    /// Returns a JSON Schema (draft 2020-12) of one layer, for editors.
    ///
    /// ```
    /// use milieu::{Config, Loader};
    /// # #[derive(Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let schema = Loader::new("shop").json_schema(Settings::SCHEMA);
    /// assert_eq!(schema["properties"]["port"]["maximum"], 65535);
    /// ```
    #[cfg(feature = "schema")]
    #[must_use]
    #[inline]
    pub fn json_schema(&self, schema: &'static Schema) -> serde_json::Value {
        crate::report::json_schema(schema)
    }
}
