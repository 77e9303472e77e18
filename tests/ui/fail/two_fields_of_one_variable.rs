#[derive(milieu::Config)]
struct Settings {
    #[config(rename = "pool-size")]
    first: u16,
    pool_size: u16,
}

fn main() {}
