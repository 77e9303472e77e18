#[derive(milieu::Config)]
struct Settings {
    #[config(supplied, default = 1)]
    port: u16,
}

fn main() {}
