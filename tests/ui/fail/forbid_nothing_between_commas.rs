milieu::forbid_in_deployable!(debug_assertions,, test);

fn main() {}
