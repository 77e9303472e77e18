#[milieu::test(environments(staging))]
fn starts<T>(environment: T) {}

fn main() {}
