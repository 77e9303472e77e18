//! The site in each environment, asked over the loopback.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::mpsc::channel;

use milieu::testing::Fixture;
use milieu::{Error, Loaded};
use rocket::fairing::AdHoc;
use rocket::figment::value::magic::RelativePathBuf;
use with_rocket::{Settings, figment, rocket};

/// 64 bytes of nothing but a canary.
const KEY: &str = "aHVudGVyMi1DQU5BUlkgaHVudGVyMi1DQU5BUlkgaHVudGVyMi1DQU5BUlkgaHVudGVyMi1DQU5BUlkgaHVudA==";
const PASSWORD: &str = "hunter2-CANARY of the database";

fn config() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"))
}

fn load(environment: &str) -> Result<Loaded<Settings>, Error> {
    let fixture = Fixture::new()
        .application("site")
        .on_disk()
        .variable("SITE_SECRET_KEY", KEY)
        .variable("SITE_DATABASE_PASSWORD", PASSWORD)
        .variable("SITE_LOG_LEVEL", "off");
    fixture.environment(environment).directory(config()).set("port", "0").load()
}

/// Launches the site on a port that is free, asks, and shuts it down.
fn ask(settings: &Loaded<Settings>, path: &str) -> String {
    let (say, hear) = channel();
    let launched = AdHoc::on_liftoff("said", |rocket| {
        Box::pin(async move { say.send((rocket.config().port, rocket.shutdown())).unwrap() })
    });
    let rocket = rocket(settings).unwrap().attach(launched);
    let server = std::thread::spawn(|| rocket::execute(rocket.launch()).map(drop).map_err(|error| error.to_string()));
    let Ok((port, shutdown)) = hear.recv() else { panic!("{:?}", server.join()) };
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    shutdown.notify();
    server.join().unwrap().unwrap();
    answer
}

#[test]
fn each_environment_has_its_own_title() {
    for (environment, title) in [("staging", "A site on staging"), ("production", "The site on production")] {
        let answer = ask(&load(environment).unwrap(), "/");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(title), "{answer}");
    }
}

#[test]
fn a_relative_path_is_found_beside_the_file_that_names_it() {
    let settings = load("production").unwrap();
    let path: RelativePathBuf = figment(&settings).unwrap().extract_inner("site.motd").unwrap();
    assert_eq!(path.relative(), config().join("motd.txt"));
    assert!(ask(&settings, "/motd").ends_with("Nothing happens today.\n"));
}

#[test]
fn figment_names_the_file_of_each_value() {
    let figment = figment(&load("production").unwrap()).unwrap();
    let file = |key: &str| figment.find_metadata(key).unwrap().source.as_ref().unwrap().file_path().unwrap().to_owned();
    assert_eq!(file("site.title"), config().join("production.toml"));
    assert_eq!(file("site.motd"), config().join("base.toml"));
    assert_eq!(figment.find_metadata("secret_key").unwrap().name, "environment variables");
    assert_eq!(figment.profile(), "production");
}

#[test]
fn rocket_has_its_own_credential_and_no_other() {
    let settings = load("production").unwrap();
    let shown = format!("{:?}", figment(&settings).unwrap());
    assert!(shown.contains(KEY) && !shown.contains(PASSWORD));
    let answer = ask(&settings, "/visit");
    // its content is encrypted with the key
    assert!(answer.contains("set-cookie: visited=") && !answer.contains("visited=yes"), "{answer}");
    assert_eq!(settings.database_password.expose(), PASSWORD);
}

#[test]
fn rocket_does_not_launch_where_its_credential_is_not_exposed_to_it() {
    let settings = load("production").unwrap();
    let own = settings.figment();
    assert!(!format!("{own:?}").contains("CANARY"));
    let figment = rocket::figment::Figment::from(rocket::Config::default()).merge(own).select("production");
    let error = rocket::execute(rocket::custom(figment).ignite()).unwrap_err();
    assert!(matches!(error.kind(), rocket::error::ErrorKind::InsecureSecretKey(_)), "{error:?}");
}
