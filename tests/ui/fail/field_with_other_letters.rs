#[derive(milieu::Config)]
struct Settings {
    größe: u16,
}

fn main() {}
