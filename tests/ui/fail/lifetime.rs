#[derive(milieu::Config)]
struct Settings<'a> {
    name: std::marker::PhantomData<&'a str>,
    port: u16,
}

fn main() {}
