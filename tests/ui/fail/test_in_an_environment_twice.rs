#[milieu::test(environments(staging, test, staging))]
fn starts(environment: milieu::Environment) {}

fn main() {}
