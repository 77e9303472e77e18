struct Shop;

impl Shop {
    #[milieu::test(environments(staging))]
    fn starts(self: milieu::Environment) {}
}

fn main() {}
