#[derive(milieu::Config)]
struct Node {
    children: Vec<Node>,
}

fn main() {}
