#[milieu::test(environments(staging))]
async fn starts(environment: milieu::Environment) {}

fn main() {}
