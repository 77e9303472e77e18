#[derive(milieu::Config)]
struct Settings {
    #[config(range = 5..=1)]
    port: u16,
}

fn main() {}
