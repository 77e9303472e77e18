#[milieu::test]
fn starts(environment: milieu::Environment) {}

fn main() {}
