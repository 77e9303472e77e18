#[derive(milieu::Config)]
struct Settings {
    port: u16,
    #[config(alias = "port")]
    other: u16,
}

fn main() {}
