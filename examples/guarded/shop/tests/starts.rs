//! For a test like this one cargo builds the program anew, in the class of the test run.

#[test]
fn there_is_a_program() {
    assert!(env!("CARGO_BIN_EXE_shop").contains("shop"));
}
