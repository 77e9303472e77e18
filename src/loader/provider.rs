//! figment's providers as layers.

use crate::finding::Finding;
use crate::policy::SourceKind;
use crate::rank::Rank;
use crate::sources::figment::{each_table, name_of, write};

use super::gather::Gather;

impl Gather<'_> {
    /// Puts what a figment provider gives on top of the stack.
    pub(super) fn provider(&mut self, rank: Rank, provider: &dyn figment::Provider) {
        let name = name_of(provider);
        let environment = self.out.environment.name();
        // one layer a profile, so that a profile overlays another and does not contradict it
        let given = each_table(provider, environment, |table| {
            self.values((rank, SourceKind::Provider, &name), |writer| write(writer, table));
        });
        if let Err(why) = given {
            self.out.incomplete = true;
            self.out.findings.push(Finding::new(why).with_key(name));
        }
    }
}
