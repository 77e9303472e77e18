#[derive(milieu::Config)]
struct Settings {
    #[config(default = "postgres://u:p@h")]
    database: milieu::Dsn,
}

fn main() {}
