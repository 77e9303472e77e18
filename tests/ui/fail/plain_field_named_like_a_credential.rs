#[derive(milieu::Config)]
struct Settings {
    api_key: Option<String>,
}

fn main() {}
