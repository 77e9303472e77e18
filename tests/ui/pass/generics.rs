#![allow(dead_code)]

#[derive(milieu::Config)]
struct Pair<A, const N: usize>
where
    A: Send,
{
    #[config(nested)]
    first: A,
    #[config(nested)]
    rest: [A; N],
}

#[derive(milieu::Config)]
struct Leaf<T> {
    leaf: Option<T>,
}

#[derive(milieu::Config)]
struct Settings {
    pair: Pair<u8, 2>,
    leaf: Leaf<String>,
}

fn main() {
    #[derive(milieu::Config)]
    struct InAFunction {
        settings: Settings,
    }
}
