//! What the derive says of mistakes: our own words, one mistake a file, beside neighbours that compile.

#[test]
fn mistakes_are_told_in_our_own_words() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/fail/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}
