#[derive(milieu::Config)]
struct Settings {
    #[config(default = 340282366920938463463374607431768211455)]
    port: u64,
}

fn main() {}
