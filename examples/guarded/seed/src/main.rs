//! Fills a developer's shop with orders.

fn main() {
    for cents in [100, 250, 999] {
        println!("{}", payments::charge(&payments::demo_card(), cents));
    }
}
