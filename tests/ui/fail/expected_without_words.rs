#[derive(milieu::Config)]
struct Settings {
    #[config(expected = "")]
    port: u16,
}

fn main() {}
