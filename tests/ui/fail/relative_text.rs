#[derive(milieu::Config)]
struct Settings {
    #[config(relative_to = "file")]
    path: String,
}

fn main() {}
