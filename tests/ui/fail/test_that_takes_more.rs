#[milieu::test(environments(staging))]
fn starts(environment: milieu::Environment, port: u16) {}

fn main() {}
