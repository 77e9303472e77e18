#[derive(milieu::Config)]
struct Settings {
    #[config(sources = "open")]
    password: milieu::Credential,
}

fn main() {}
