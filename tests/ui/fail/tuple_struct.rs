#[derive(milieu::Config)]
struct Port(u16);

fn main() {}
