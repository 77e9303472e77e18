#![allow(dead_code)]

use milieu::Credential;

#[derive(milieu::Config)]
struct Settings {
    password: Credential,
    api_key: Option<Credential>,
    tokens: Vec<Credential>,
    max_tokens: u32,
    token_url: String,
    public_key: String,
    #[config(public = "a nickname of the office")]
    secret: String,
    token: Token,
    token_of_tenants: std::collections::BTreeMap<String, Token>,
    private_key: std::path::PathBuf,
    #[config(credential)]
    client_secret: secrecy::SecretString,
}

#[derive(milieu::Config)]
struct Token {
    ttl: u8,
}

fn main() {}
