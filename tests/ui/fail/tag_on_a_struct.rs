#[derive(milieu::Config)]
#[config(tag = "kind")]
struct Settings {
    port: u16,
}

fn main() {}
