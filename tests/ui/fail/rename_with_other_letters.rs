#[derive(milieu::Config)]
struct Settings {
    #[config(rename = "the port")]
    port: u16,
}

fn main() {}
