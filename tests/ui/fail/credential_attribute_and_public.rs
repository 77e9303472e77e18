#[derive(milieu::Config)]
struct Settings {
    #[config(credential, public = "why not")]
    token: String,
}

fn main() {}
