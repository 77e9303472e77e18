//! Keys that the library itself needs: given in code, in a variable, or in a file that a variable names.

use crate::vars::Vars;
#[cfg(any(feature = "ledger", feature = "receipts", feature = "sealed"))]
use {
    crate::finding::Finding, crate::origin::Origin, crate::sources::secret::Roots, crate::stack::Secret,
    crate::vars::Text, std::path::Path,
};

use super::builder::Loader;

/// What follows the application's prefix in the names of such variables.
const OWN_KEYS: &[&str] = &["SEAL_KEY", "LEDGER_KEY", "RECEIPT_KEY"];

impl Loader {
    /// Whether a variable belongs to the library itself.
    pub(super) fn is_own_key(&self, name: &str) -> bool {
        let rest = name.strip_prefix(&self.spelling.prefix).unwrap_or_default();
        OWN_KEYS.contains(&rest.strip_suffix("_FILE").unwrap_or(rest))
    }

    /// The variables that are set and hold a key of the library's own.
    pub(super) fn own_keys(&self, vars: &Vars) -> Vec<String> {
        vars.names().filter(|name| self.is_own_key(name) && !name.ends_with("_FILE")).map(Into::into).collect()
    }

    /// The name of the variable that holds a key of the library's own.
    #[cfg(any(feature = "ledger", feature = "receipts", feature = "sealed"))]
    pub(super) fn own_key_variable(&self, name: &str) -> String {
        format!("{}{name}", self.spelling.prefix)
    }

    /// Reads such a key from its variable, or from the file that its other variable names; `None` if neither is set.
    #[cfg(any(feature = "ledger", feature = "receipts", feature = "sealed"))]
    pub(super) fn own_key(
        &self,
        name: &str,
        vars: &Vars,
        roots: &Roots<'_>,
        find: &mut dyn FnMut(Finding),
    ) -> Option<Secret> {
        let variable = self.own_key_variable(name);
        let file = format!("{variable}_FILE");
        match (vars.find(&variable), vars.find(&file)) {
            (Some(_), Some(_)) => {
                let finding = Finding::new("is set twice: as a variable, and as a variable that names a file");
                find(finding.with_key(variable).with_remedy("keep one of the two"));
                Some(Secret::refused())
            }
            (Some(Text::Unicode(text)), None) => Some(Secret::new(text.as_bytes().to_vec().into())),
            (None, Some(Text::Unicode(path))) => {
                Some(roots.keep(roots.read_named(Path::new(path)), || file.clone(), &mut |finding| {
                    let finding = finding.prefixed("names a file that ").with_key(file.as_str());
                    find(finding.with_origin(Origin::variable(&file)));
                }))
            }
            (Some(Text::NotUnicode), None) | (None, Some(Text::NotUnicode)) => {
                find(Finding::new("expected text in UTF-8, found other bytes").with_key(variable));
                Some(Secret::refused())
            }
            (None, None) => None,
        }
    }
}
