#[derive(milieu::Config)]
struct Settings {
    #[config(skip, rename = "p")]
    port: u16,
}

fn main() {}
