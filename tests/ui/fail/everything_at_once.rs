#[derive(milieu::Config)]
#[config(rename_all = "snake")]
struct Settings {
    #[config(defualt = 1)]
    port: u16,
    #[config(range = 1..=5)]
    name: String,
    secret: String,
    #[config(default = 300)]
    small: u8,
}

fn main() {}
