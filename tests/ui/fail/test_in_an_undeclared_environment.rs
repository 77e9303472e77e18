#[milieu::test(environments(development, qa))]
fn starts(environment: milieu::Environment) {}

fn main() {}
