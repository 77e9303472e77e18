trait Charge {
    #[milieu::dev_only]
    fn charge(self: Box<Self>);
}

fn main() {}
