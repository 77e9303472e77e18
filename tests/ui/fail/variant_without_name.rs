#[derive(milieu::Config)]
enum Level {
    #[config(rename = "")]
    Low,
}

fn main() {}
