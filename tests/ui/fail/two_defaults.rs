fn port() -> u16 {
    1
}

#[derive(milieu::Config)]
struct Settings {
    #[config(default = 1, default_with = port)]
    port: u16,
}

fn main() {}
