#[milieu::test(ENVIRONMENTS, environments(eu_production))]
fn starts(environment: milieu::Environment) {}

fn main() {}
