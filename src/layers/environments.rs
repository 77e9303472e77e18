//! The environments of an application, and which of its files belongs to which.

use crate::environment::Environment;
use crate::key::is_same;
use crate::nearest::{Nearest, distance};
use crate::tier::Tier;

use super::facts::File;

/// The environments of an application: the standard four, and what it declares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Environments(pub(super) &'static [Environment]);

/// Which layer a file is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Role {
    Base,
    /// Of the environment with this number.
    Own(usize),
    /// No environment reads it.
    Nobody,
}

const STANDARD: [Environment; 4] =
    [Environment::DEVELOPMENT, Environment::TEST, Environment::STAGING, Environment::PRODUCTION];

impl Environments {
    /// One past the highest number.
    #[inline]
    pub(super) const fn end(self) -> usize {
        STANDARD.len() + self.0.len()
    }

    /// The environment with this number; `None` if it is declared in place of a standard one, and so has that one's.
    #[inline]
    pub(super) const fn get(self, number: usize) -> Option<Environment> {
        if number < STANDARD.len() {
            let mut at = 0;
            while at < self.0.len() {
                if is_same(self.0[at].name(), STANDARD[number].name()) {
                    return Some(self.0[at]);
                }
                at += 1;
            }
            return Some(STANDARD[number]);
        }
        let declared = self.0[number - STANDARD.len()];
        let mut at = 0;
        while at < STANDARD.len() {
            if is_same(declared.name(), STANDARD[at].name()) {
                return None;
            }
            at += 1;
        }
        Some(declared)
    }

    #[inline]
    pub(super) const fn role(self, file: &File) -> Role {
        if is_same(file.stem, "base") {
            return Role::Base;
        }
        let mut number = 0;
        while number < self.end() {
            if let Some(environment) = self.get(number) {
                if is_same(file.stem, environment.name()) {
                    return Role::Own(number);
                }
            }
            number += 1;
        }
        Role::Nobody
    }

    /// The name that a stem misspells by one or two letters.
    #[inline]
    pub(super) const fn misspelt(self, stem: &str) -> Option<&'static str> {
        let mut nearest = Nearest::to();
        near(&mut nearest, stem, "base");
        let mut number = 0;
        while number < self.end() {
            if let Some(environment) = self.get(number) {
                near(&mut nearest, stem, environment.name());
            }
            number += 1;
        }
        nearest.name()
    }
}

/// Closer than a report's suggestion need be: only what is surely meant is an error.
#[inline]
const fn near(nearest: &mut Nearest<'static>, stem: &str, name: &'static str) {
    if let Some(limit) = nearest.limit(stem, name) {
        if distance(stem, name, if limit < 2 { limit } else { 2 }).is_some() {
            nearest.hold(stem, name);
        }
    }
}

/// Whether a deployed environment reads the file.
#[inline]
pub(super) const fn is_deployed(environments: Environments, role: Role) -> bool {
    match role {
        Role::Base => true,
        Role::Own(number) => match environments.get(number) {
            Some(environment) => matches!(environment.tier(), Tier::Staging | Tier::Production),
            None => false,
        },
        Role::Nobody => false,
    }
}
