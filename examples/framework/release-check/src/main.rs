//! The last look at a program before it ships: `release-check shop target/release/shop`.

use std::env::args_os;

use milieu::Error;
use milieu::artifact::{Expectation, verify};

fn main() -> Result<(), Error> {
    let mut arguments = args_os().skip(1);
    let (Some(package), Some(path)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: release-check PACKAGE FILE");
        std::process::exit(2);
    };
    let manifest = verify(path, &Expectation::deployable().package(&package.to_string_lossy()))?;
    println!("ships: {:?}", manifest.stamps().map(|stamp| stamp.package()).collect::<Vec<_>>());
    Ok(())
}
