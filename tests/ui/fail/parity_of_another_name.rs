#[derive(milieu::Config)]
struct Settings {
    #[config(parity = "equal")]
    port: u16,
}

fn main() {}
