#[derive(milieu::Config)]
struct Settings {
    #[config(credential, default = "hunter2-CANARY")]
    token: String,
}

fn main() {}
