#[derive(milieu::Config)]
struct Settings {
    #[config(min_len = 70000)]
    password: milieu::Credential,
}

fn main() {}
