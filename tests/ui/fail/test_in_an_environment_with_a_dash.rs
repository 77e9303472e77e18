#[milieu::test(ENVIRONMENTS, environments(eu-production))]
fn starts(environment: milieu::Environment) {}

fn main() {}
