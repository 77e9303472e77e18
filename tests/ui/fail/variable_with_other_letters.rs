#[derive(milieu::Config)]
struct Settings {
    #[config(variable = "port")]
    port: u16,
}

fn main() {}
