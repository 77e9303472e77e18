#[derive(milieu::Config)]
struct Inner {
    a: u8,
}

#[derive(milieu::Config)]
struct Settings {
    #[config(nested, with = inner)]
    inner: Inner,
}

fn main() {}
