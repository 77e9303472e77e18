struct Mock;

impl Mock {
    #[milieu::dev_only]
    fn charge(&self) {}
}

fn main() {}
