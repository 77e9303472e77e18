#[derive(milieu::Config)]
struct Inner {
    a: u8,
}

#[derive(milieu::Config)]
struct Settings {
    #[config(flatten, alias = "i")]
    inner: Inner,
}

fn main() {}
