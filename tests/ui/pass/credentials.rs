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
}

#[derive(milieu::Config)]
struct Token {
    ttl: u8,
}

fn main() {}
