//! An application on the careless framework.

use careless::milieu;

#[derive(milieu::Config)]
#[config(crate = careless::milieu)]
struct Settings {
    #[config(default = "EUR")]
    currency: String,
}

fn main() -> Result<(), milieu::Error> {
    let settings = careless::app("stall").no_directory().load::<Settings>()?;
    println!("{}: prices are in {}", settings.environment(), settings.currency);
    Ok(())
}
