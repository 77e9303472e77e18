//! Prints every check with its levels, what is wrong, what to do and an example: `cargo run --example catalogue > CHECKS.md`.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(milieu::checks::markdown().as_bytes())
}
