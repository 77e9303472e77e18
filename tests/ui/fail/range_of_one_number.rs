#[derive(milieu::Config)]
struct Settings {
    #[config(range = 5)]
    port: u16,
}

fn main() {}
