#[derive(milieu::Config)]
struct Settings {
    #[config(default = 65536)]
    port: u16,
}

fn main() {}
