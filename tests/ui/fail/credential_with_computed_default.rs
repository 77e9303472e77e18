fn password() -> milieu::Credential {
    loop {}
}

#[derive(milieu::Config)]
struct Settings {
    #[config(default_with = password)]
    password: milieu::Credential,
}

fn main() {}
