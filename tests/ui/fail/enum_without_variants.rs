#[derive(milieu::Config)]
enum Never {}

fn main() {}
