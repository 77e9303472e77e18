#[derive(milieu::Config)]
struct Settings {
    #[config(range = "a".."b")]
    port: u16,
}

fn main() {}
