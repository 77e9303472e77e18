#[derive(milieu::Config)]
struct Settings {
    #[config(public = " ")]
    password: String,
}

fn main() {}
