//! `cargo run -p with-rocket`, and a look at http://127.0.0.1:8000/

use std::process::ExitCode;

use milieu::Error;
use with_rocket::{Settings, rocket};

fn main() -> Result<ExitCode, Error> {
    let settings = milieu::app!("site").load::<Settings>()?;
    let rocket = rocket(&settings)?;
    Ok(match rocket::execute(rocket.launch()) {
        Ok(_) => ExitCode::SUCCESS,
        // Rocket says why as it drops the error
        Err(_) => ExitCode::FAILURE,
    })
}
