//! Looks at the program that ships, the last thing before it does.

use milieu::Config as _;
use milieu::artifact::{Expectation, verify};

fn main() -> Result<(), milieu::Error> {
    let path = std::env::args_os().nth(1).unwrap_or_default();
    let expected = Expectation::deployable().package("shop").schema(shop::Settings::SCHEMA);
    for stamp in verify(path, &expected)?.stamps() {
        println!("ships: {} {}, built with milieu {}", stamp.package(), stamp.version(), stamp.milieu());
    }
    Ok(())
}
