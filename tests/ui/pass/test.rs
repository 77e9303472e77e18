#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings)]

const ENVIRONMENTS: &[::milieu::Environment] = &[::milieu::Environment::declare("qa", ::milieu::Tier::Staging)];

/// Without an attribute of a test it gets one.
#[::milieu::test(environments(development, test, staging, production))]
fn starts(environment: ::milieu::Environment) {
    ::std::assert!(!environment.name().is_empty());
}

#[::milieu::test(ENVIRONMENTS, environments(qa, "production"), crate = ::milieu)]
#[should_panic]
#[ignore = "slow"]
pub(crate) fn panics(_: ::milieu::Environment) {
    ::std::panic!();
}

#[::milieu::test(crate = "::milieu", environments(staging,), self::ENVIRONMENTS,)]
#[cfg(all())]
fn gives(mut environment: ::milieu::Environment) -> ::std::result::Result<(), ::milieu::Error> {
    environment = environment.with_aliases(&[]);
    ::std::assert!(environment.aliases().is_empty());
    ::std::result::Result::Ok(())
}

fn main() {}
