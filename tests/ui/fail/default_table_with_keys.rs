#[derive(milieu::Config)]
struct Settings {
    #[config(default = { a = 1 })]
    map: std::collections::BTreeMap<String, u8>,
}

fn main() {}
