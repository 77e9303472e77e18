#[derive(milieu::Config)]
struct Settings {
    #[config(default)]
    port: u16,
}

fn main() {}
