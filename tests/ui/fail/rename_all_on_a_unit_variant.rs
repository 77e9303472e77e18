#[derive(milieu::Config)]
#[config(tag = "kind")]
enum Store {
    #[config(rename_all = "kebab-case")]
    Memory,
}

fn main() {}
