struct Mock;

impl Mock {
    #[milieu::dev_only]
    fn new() -> Self {
        Self
    }
}

fn main() {}
