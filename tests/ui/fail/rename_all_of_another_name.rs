#[derive(milieu::Config)]
#[config(rename_all = "snake")]
struct Settings {
    port: u16,
}

fn main() {}
