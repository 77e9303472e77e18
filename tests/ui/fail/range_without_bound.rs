#[derive(milieu::Config)]
struct Settings {
    #[config(range = ..)]
    port: u16,
}

fn main() {}
