#[milieu::test(environments(staging), tiers(production))]
fn starts(environment: milieu::Environment) {}

fn main() {}
