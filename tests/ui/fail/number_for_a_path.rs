#[derive(milieu::Config)]
struct Settings {
    #[config(validate = 3)]
    port: u16,
}

fn main() {}
