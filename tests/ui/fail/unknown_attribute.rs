#[derive(milieu::Config)]
struct Settings {
    #[config(renam = "port")]
    port: u16,
}

fn main() {}
