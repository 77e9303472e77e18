#[derive(milieu::Config)]
struct Settings {
    #[config(default = "80")]
    port: u16,
}

fn main() {}
