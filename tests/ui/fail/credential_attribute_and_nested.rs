#[derive(milieu::Config)]
struct Settings {
    #[config(credential, nested)]
    token: String,
}

fn main() {}
