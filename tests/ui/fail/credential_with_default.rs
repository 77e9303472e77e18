#[derive(milieu::Config)]
struct Settings {
    #[config(default = "hunter2-CANARY")]
    password: milieu::Credential,
}

fn main() {}
