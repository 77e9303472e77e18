#[milieu::test(environments(staging))]
struct Starts;

fn main() {}
