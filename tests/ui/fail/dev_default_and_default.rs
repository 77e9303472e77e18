use milieu::Config;

#[derive(Config)]
struct Settings {
    #[config(default = 1, dev_default = 2)]
    workers: u16,
}

fn main() {}
