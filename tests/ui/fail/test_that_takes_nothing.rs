#[milieu::test(environments(staging))]
fn starts() {}

fn main() {}
