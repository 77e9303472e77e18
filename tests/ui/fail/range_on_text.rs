#[derive(milieu::Config)]
struct Settings {
    #[config(range = 1..=5)]
    name: String,
}

fn main() {}
