#[milieu::dev_only("no real payments")]
fn charge() {}

fn main() {
    charge();
}
