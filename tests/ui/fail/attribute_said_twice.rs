#[derive(milieu::Config)]
struct Settings {
    #[config(default = 1, default = 2)]
    port: u16,
}

fn main() {}
