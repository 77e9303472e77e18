#[derive(milieu::Config)]
#[config(tag = "kind")]
enum Store {
    Pair(u8, u8),
}

fn main() {}
