#[derive(milieu::Config)]
struct Settings {
    #[config(default = port())]
    port: u16,
}

fn main() {}
