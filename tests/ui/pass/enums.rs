#![allow(dead_code)]

#[derive(milieu::Config)]
#[config(rename_all = "snake_case")]
enum Level {
    Low,
    #[config(rename = "HIGH", alias = "high")]
    High,
}

#[derive(milieu::Config)]
#[config(tag = "kind", rename_all = "kebab-case")]
enum Store {
    Memory,
    #[config(rename_all = "camelCase")]
    File {
        file_path: String,
    },
    Remote(Remote),
}

#[derive(milieu::Config)]
struct Remote {
    level: Level,
}

#[derive(milieu::Config)]
struct Settings {
    store: Store,
    levels: Vec<Level>,
}

fn main() {}
