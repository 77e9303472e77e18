//! `cargo run -p with-clap -- --help`, or with `--pool-size 16`

use with_clap::{Arguments, Settings};

fn main() -> Result<(), milieu::Error> {
    let loader = milieu::app!("server");
    let arguments = Arguments::read(&loader, std::env::args_os()).unwrap_or_else(|error| error.exit());
    let settings = arguments.above(loader).load::<Settings>()?;
    print!("{}", settings.explain());
    Ok(())
}
