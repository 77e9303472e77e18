#[derive(milieu::Config)]
struct Settings {
    #[config(vendor = " ")]
    key: milieu::Credential,
}

fn main() {}
