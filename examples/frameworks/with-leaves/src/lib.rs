//! `cargo test -p with-leaves`: types of others as the types of fields, one test each. The guide `docs/leaves.md` has them in a table.
