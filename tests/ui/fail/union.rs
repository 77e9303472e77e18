#[derive(milieu::Config)]
union Port {
    short: u16,
    long: u32,
}

fn main() {}
