#[derive(milieu::Config)]
struct Settings {
    #[config(credential, range = 1..=9)]
    token: u64,
}

fn main() {}
