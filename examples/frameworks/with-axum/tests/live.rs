//! The greeter in each environment, asked over the loopback.

use std::path::Path;

use milieu::Loaded;
use milieu::testing::Fixture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use with_axum::{Settings, app};

const TOKEN: &str = "hunter2-CANARY";

fn load(environment: &str) -> Loaded<Settings> {
    let fixture = Fixture::new().application("greeter").on_disk().variable("GREETER_ADMIN_TOKEN", TOKEN);
    let config = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"));
    fixture.environment(environment).directory(config).set("listen", "127.0.0.1:0").load().unwrap()
}

/// Serves on a port that is free, and asks once.
fn ask(settings: Loaded<Settings>, path: &str, header: &str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind(settings.listen).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async { axum::serve(listener, app(settings)).await });
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}Connection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    })
}

#[test]
fn each_environment_greets_in_its_own_way() {
    for (environment, greeting) in [
        ("development", "hello, developer from development\n"),
        ("staging", "hello from staging\n"),
        ("production", "good day from production\n"),
    ] {
        let answer = ask(load(environment), "/", "");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(greeting), "{answer}");
    }
}

#[test]
fn whoever_has_the_token_sees_the_origins_and_nobody_sees_the_token() {
    assert!(ask(load("production"), "/origins", "").starts_with("HTTP/1.1 401"));
    assert!(ask(load("production"), "/origins", "Authorization: Bearer hunter2\r\n").starts_with("HTTP/1.1 401"));
    let answer = ask(load("production"), "/origins", &format!("Authorization: Bearer {TOKEN}\r\n"));
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("config/production.toml:1:12"), "{answer}");
    assert!(answer.contains("[REDACTED]") && !answer.contains("CANARY"), "{answer}");
}
