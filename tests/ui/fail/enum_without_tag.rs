#[derive(milieu::Config)]
enum Store {
    Memory,
    File { path: String },
}

fn main() {}
