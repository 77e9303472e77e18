//! The shop itself.

use std::process::ExitCode;

use framework::milieu::Error;
use shop::Settings;

fn main() -> Result<ExitCode, Error> {
    let app = framework::app!("shop");
    if std::env::args().nth(1).as_deref() == Some("--help") {
        print!("{}", app.help::<Settings>());
        return Ok(ExitCode::SUCCESS);
    }
    app.run(|settings: &framework::milieu::Loaded<Settings>| println!("prices are in {:?}", settings.currency))?;
    Ok(ExitCode::SUCCESS)
}
