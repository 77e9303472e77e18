use milieu::{Config, Credential};

#[derive(Config)]
struct Settings {
    #[config(dev_default = "hunter2-CANARY")]
    password: Credential,
}

fn main() {}
