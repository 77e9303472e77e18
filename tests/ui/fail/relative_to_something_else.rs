#[derive(milieu::Config)]
struct Settings {
    #[config(relative_to = "home")]
    path: std::path::PathBuf,
}

fn main() {}
