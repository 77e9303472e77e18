milieu::forbid_in_deployable!();

fn main() {}
