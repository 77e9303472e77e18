use milieu::Config;

#[derive(Config)]
struct Settings {
    #[config(dev_default = "two")]
    workers: u16,
}

fn main() {}
