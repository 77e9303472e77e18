#[derive(milieu::Config)]
struct Settings {
    #[config(rename = 3)]
    port: u16,
}

fn main() {}
