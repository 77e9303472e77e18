#[derive(milieu::Config)]
struct Settings {
    #[config(default = 9, range = 1..=5)]
    port: u16,
}

fn main() {}
