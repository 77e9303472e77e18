#[derive(milieu::Config)]
enum Level {
    Low,
    #[config(rename = "Low")]
    Lower,
}

fn main() {}
