//! Rocket on a loaded configuration: its own settings, the application's, and the one credential that Rocket reads itself.

use milieu::{Config, Credential, Error, Loaded};
use rocket::fairing::AdHoc;
use rocket::figment::Figment;
use rocket::figment::value::magic::RelativePathBuf;
use rocket::fs::NamedFile;
use rocket::http::{Cookie, CookieJar};
use rocket::{Build, Rocket, State, get, routes};

/// What is configured, under the names that Rocket looks for.
#[derive(Config)]
pub struct Settings {
    /// Address to listen on.
    #[config(default = "127.0.0.1")]
    pub address: std::net::IpAddr,
    #[config(default = 8000)]
    pub port: u16,
    /// How much Rocket says: off, critical, normal, debug.
    #[config(default = "normal")]
    pub log_level: String,
    /// Encrypts private cookies: 64 bytes in Base64.
    #[config(min_len = 88)]
    pub secret_key: Credential,
    pub site: Site,
    /// Rocket has no business with it, so it is not handed out.
    pub database_password: Credential,
}

/// The application's own part, which `AdHoc::config` takes out of the figment.
#[derive(Config)]
pub struct Site {
    pub title: String,
    /// The message of the day, beside the file that names it.
    pub motd: String,
}

/// The same part as Rocket's code sees it.
#[derive(rocket::serde::Deserialize)]
#[serde(crate = "rocket::serde")]
struct Shown {
    site: ShownSite,
}

#[derive(rocket::serde::Deserialize)]
#[serde(crate = "rocket::serde")]
struct ShownSite {
    title: String,
    motd: RelativePathBuf,
}

/// What Rocket is configured with: its defaults below, of the credentials its own and no other.
///
/// The profile is the environment's name. All values lie in figment's default profile, so that nothing of another environment
/// is there to be selected.
///
/// # Errors
///
/// Fails if there is no `secret_key`.
pub fn figment(settings: &Loaded<Settings>) -> Result<Figment, Error> {
    let own = settings.figment_exposing(|settings| [("secret_key", settings.secret_key.expose())])?;
    Ok(Figment::from(rocket::Config::default()).merge(own).select(settings.environment().name()))
}

/// The application, before it is launched.
///
/// # Errors
///
/// Fails as [`figment`] does.
pub fn rocket(settings: &Loaded<Settings>) -> Result<Rocket<Build>, Error> {
    let rocket = rocket::custom(figment(settings)?);
    Ok(rocket.attach(AdHoc::config::<Shown>()).manage(settings.clone()).mount("/", routes![title, motd, visit]))
}

#[get("/")]
fn title(shown: &State<Shown>, settings: &State<Loaded<Settings>>) -> String {
    format!("{} on {}", shown.site.title, settings.environment())
}

#[get("/motd")]
async fn motd(shown: &State<Shown>) -> Option<NamedFile> {
    NamedFile::open(shown.site.motd.relative()).await.ok()
}

/// Remembers a visitor in a cookie that only the holder of the secret key can read.
#[get("/visit")]
fn visit(cookies: &CookieJar<'_>) -> &'static str {
    cookies.add_private(Cookie::new("visited", "yes"));
    "welcome"
}
