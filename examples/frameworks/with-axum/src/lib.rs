//! axum with a loaded configuration as its state.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use milieu::{Config, Credential, Loaded};

/// What is configured.
#[derive(Config)]
pub struct Settings {
    /// Address to listen on.
    #[config(default = "127.0.0.1:3000")]
    pub listen: std::net::SocketAddr,
    pub greeting: String,
    /// What an administrator sends to see the origins.
    pub admin_token: Credential,
}

/// The application. Its state is cheap to clone, and nothing in it can change.
pub fn app(settings: Loaded<Settings>) -> Router {
    Router::new().route("/", get(greet)).route("/origins", get(origins)).with_state(settings)
}

async fn greet(State(settings): State<Loaded<Settings>>) -> String {
    format!("{} from {}\n", settings.greeting, settings.environment())
}

/// Where each value came from. No credential is shown, so an administrator may see it.
async fn origins(State(settings): State<Loaded<Settings>>, headers: HeaderMap) -> Result<String, StatusCode> {
    let given = headers.get("authorization").and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    match given {
        Some(token) if same(token, settings.admin_token.expose().as_bytes()) => Ok(settings.explain().to_string()),
        _ => Err(StatusCode::UNAUTHORIZED),
    }
}

/// Compares in a time that does not tell where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}
