#[milieu::test(environments())]
fn starts(environment: milieu::Environment) {}

fn main() {}
