//! Loading a type without schema: serde shows its structs one by one, and named texts follow.

use serde::de::DeserializeOwned;

use crate::checks::{ambient, judge, sweep};
use crate::error::Error;
use crate::finding::Finding;
use crate::record::Record;
use crate::resolve::{Seen, SeenStruct, read_plain};
use crate::sources::given::{Given, of_vars};
use crate::sources::secret::Roots;
use crate::sources::variables::{Pass, Variables};
use crate::stack::Trouble;
use crate::vars::Vars;

use super::begun::Begun;
use super::builder::Loader;
use super::gathered::{Gathered, Unfilled};
use super::loaded::Loaded;
use super::subject::Of;
use super::unclaimed::Unclaimed;

impl Loader {
    /// Loads the selected environment into a type that only has `serde::Deserialize`.
    ///
    /// The names of its structs' fields serve variables and unknown keys. serde stops at the first value that does not fit, so
    /// of those one is reported; everything else is reported at once.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    ///
    /// ```
    /// #[derive(serde::Deserialize)]
    /// struct Settings {
    ///     port: u16,
    /// }
    ///
    /// let fixture = milieu::testing::Fixture::new().variable("APP_PORT", "8080");
    /// assert_eq!(fixture.environment("test").load_plain::<Settings>()?.port, 8080);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn load_plain<T: DeserializeOwned>(&self) -> Result<Loaded<T>, Error> {
        let begun = self.start()?;
        let (rules, roots) = (&begun.rules, self.roots(&begun));
        let mut gathered = self.gather(&begun, &roots, Of::Serde);
        let (value, seen) = self.read_with_variables::<T>(&begun, &roots, &mut gathered);
        let Gathered { environment, stack, mut findings, incomplete, .. } = gathered;
        findings.extend(judge(&stack, &seen.unknown(&stack), (environment, rules), &|_| None));
        findings.extend(sweep(&stack, None, &self.judge_of(environment, rules)));
        findings.extend(self.hosts(&stack, None, environment, rules));
        findings.extend(self.hear(environment, rules));
        // a type without schema declares no variable by a name of its own
        findings.extend(ambient(begun.vars.names(), &|_| false, rules));
        let value = match value {
            Ok(value) => Some(value),
            Err(finding) => {
                // what a broken source does not say is not the type's fault
                findings.extend((!incomplete || findings.is_empty()).then_some(finding));
                None
            }
        };
        let credential_variables = Vec::new();
        if !incomplete {
            self.judge_own((&stack, None), (environment, rules), (&mut findings, &[]));
        }
        // without a schema no value is shown
        let hidden = Vec::new();
        let record = Record {
            environment,
            schema: None,
            stack,
            findings,
            hidden,
            #[cfg(feature = "cli")]
            is_incomplete: incomplete,
            credential_variables,
            #[cfg(feature = "receipts")]
            held_to: Vec::new(),
        };
        self.finish(value, record, (rules, &[]))
    }

    /// Reads the type again and again, each time with the named texts of the structs that the reading before has shown.
    fn read_with_variables<T: DeserializeOwned>(
        &self,
        Begun { vars, rules, .. }: &Begun,
        roots: &Roots<'_>,
        gathered: &mut Gathered,
    ) -> (Result<T, Finding>, Seen) {
        let unfilled = std::mem::take(&mut gathered.unfilled);
        let mut layers: Vec<_> = unfilled.iter().map(|unfilled| Named::new(self, vars, unfilled)).collect();
        let (mut troubles, mut findings) = (Vec::new(), Vec::new());
        let mut known: Vec<Vec<Box<str>>> = Vec::new();
        let read = loop {
            let (value, seen) = read_plain::<T>(&gathered.stack);
            let mut fresh = seen.structs();
            fresh.retain(|(path, ..)| !known.contains(path));
            known.extend(fresh.iter().map(|(path, ..)| path.clone()));
            if fresh.is_empty() || layers.is_empty() {
                break (value, seen);
            }
            for layer in &mut layers {
                layer.fill((self, roots), gathered, &fresh, (&mut troubles, &mut findings));
            }
        };
        for Named { layer, in_file, given, claimed } in &layers {
            let left = Unclaimed { loader: self, of: Of::Serde, given, claimed };
            left.judge(rules, (*in_file, &gathered.stack, *layer), &mut findings);
        }
        gathered.findings.append(&mut findings);
        gathered.troubles(&troubles);
        read
    }
}

/// The named texts of one layer, and which of them were claimed.
struct Named<'a> {
    layer: u16,
    in_file: bool,
    given: Vec<Given<'a>>,
    claimed: Vec<Option<u32>>,
}

impl<'a> Named<'a> {
    #[inline]
    fn new(loader: &Loader, vars: &'a Vars, unfilled: &'a Unfilled) -> Self {
        let given = match &unfilled.dotenv {
            Some(dotenv) => dotenv.given(),
            None => of_vars(vars, &loader.spelling.prefix, false),
        };
        let claimed = vec![None; given.len()];
        Self { layer: unfilled.layer, in_file: unfilled.dotenv.is_some(), given, claimed }
    }

    /// Claims the fields of structs that were not known before.
    #[inline]
    fn fill(
        &mut self,
        (loader, roots): (&Loader, &Roots<'_>),
        gathered: &mut Gathered,
        structs: &[SeenStruct],
        (troubles, findings): (&mut Vec<Trouble>, &mut Vec<Finding>),
    ) {
        let mut variables = Variables {
            stack: &mut gathered.stack,
            layer: self.layer,
            in_file: self.in_file,
            files: &loader.files,
            roots,
            spelling: &loader.spelling,
            given: &self.given,
            claimed: std::mem::take(&mut self.claimed),
            troubles,
            findings,
            path: Vec::new(),
            extras: false,
            declares: None,
            pass: Pass::default(),
        };
        for (path, table, fields) in structs {
            variables.of_struct(path, *table, fields);
        }
        self.claimed = variables.claimed;
    }
}
