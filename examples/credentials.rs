//! Credentials of a small shop in three environments, and what each refusal looks like:
//! `cargo run --example credentials --features sealed,testing`.
//!
//! Everything lies in a directory of its own under the system's temporary one, which is removed at the end: a secrets directory
//! as an orchestrator would mount it, a sealed file that could be committed, and variables. The program checks itself: a
//! refusal that does not come, or comes for another reason, ends it with an error.

#![expect(clippy::print_stdout, reason = "an example prints")]
#![expect(clippy::disallowed_methods, reason = "an example makes the files that it shows")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use milieu::policy::CredentialPolicy;
use milieu::sealed::{KeyPair, add, create};
use milieu::testing::Fixture;
use milieu::{Config, Credential, Dsn, Key, Loader, Process, SecretFiles};

#[derive(Config)]
#[expect(dead_code, reason = "an example that connects to nothing")]
struct Settings {
    /// Where the orders are.
    database: Dsn,
    payments: Payments,
    /// Signs the sessions of customers.
    #[config(min_len = 32)]
    session_key: Credential,
}

#[derive(Config)]
#[expect(dead_code, reason = "an example that connects to nothing")]
struct Payments {
    /// Test keys belong to staging, live keys to production.
    api_key: Credential,
    /// Names the account, and is no secret.
    #[config(supplied)]
    account: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let shop = Shop::new()?;
    let outcome = tell(&shop);
    fs::remove_dir_all(&shop.root)?;
    outcome
}

fn tell(shop: &Shop) -> Result<(), Box<dyn Error>> {
    println!("== development: literals in its own file, which nobody else reads\n");
    shop.write("config/base.toml", "[payments]\naccount = 'acct_1'\n")?;
    shop.write(
        "config/development.toml",
        "database = 'postgres://shop:shop@localhost/shop'\nsession_key = 'any'\npayments.api_key = 'none'\n",
    )?;
    let settings = shop.loader("development", &[]).load::<Settings>()?;
    println!("{}connects to {}\n", settings.explain(), settings.database);

    println!("== staging: a directory of secrets, and a variable\n");
    shop.write("config/staging.toml", "")?;
    shop.secret("staging", "database", "postgres://shop:Vt7-uLq2-wXz9@db.staging/shop\n")?;
    shop.secret("staging", "session_key", "0f6ab1c2d3e4958677a8b9cadbecfd0e1f203142\n")?;
    shop.secret("staging", ".milieu-environment", "staging\n")?;
    let test_key = concat!("sk_", "test_", "51HbVq2eZvKYlo2C");
    let variables = [("SHOP_PAYMENTS_API_KEY", test_key)];
    let settings = shop.loader("staging", &variables).load::<Settings>()?;
    println!("{}", settings.explain());

    println!("== production: a sealed file, and the one key that opens it\n");
    shop.write("config/production.toml", "")?;
    let pair = KeyPair::generate()?;
    let sealed = shop.root.join("config/production.sealed.toml");
    create(&sealed, "production", &pair.public())?;
    let live_key = concat!("sk_", "live_", "51HbVq2eZvKYlo2C");
    for (key, value) in [
        ("database", "postgres://shop:9zXw-2qLu-7tVa@db.production/shop"),
        ("session_key", "a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4"),
        ("payments.api_key", live_key),
    ] {
        // whoever can write the file can do this, and nobody can read it back without the private key
        add(&sealed, "production", &Key::new(key)?, value.as_bytes())?;
    }
    let key_file = shop.private("seal-key", pair.private().expose().text().expose())?;
    let key = [("SHOP_SEAL_KEY_FILE", key_file.to_str().unwrap_or_default())];
    let settings = shop.loader("production", &key).load::<Settings>()?;
    println!("{}", settings.explain());

    println!("== what is refused\n");
    refusals(shop, &key, &variables, &pair)
}

fn refusals(
    shop: &Shop,
    key: &[(&str, &str)],
    variables: &[(&str, &str)],
    pair: &KeyPair,
) -> Result<(), Box<dyn Error>> {
    shop.refused("a sealed file without its key", "", || shop.loader("production", &[]))?;

    let text = fs::read_to_string(shop.root.join("config/production.sealed.toml"))?;
    shop.write("config/staging.sealed.toml", &text.replace("\"production\"", "\"staging\""))?;
    shop.refused("production's sealed file, copied to staging", "", || {
        shop.loader("staging", variables).seal_key(pair.private())
    })?;
    fs::remove_file(shop.root.join("config/staging.sealed.toml"))?;

    shop.write("config/staging.toml", "session_key = '0f6ab1c2d3e4958677a8b9cadbecfd0e1f203142'\n")?;
    shop.refused("a credential in a plain file", "credential-source", || shop.loader("staging", variables))?;
    shop.write("config/staging.toml", "")?;

    shop.refused("a credential on the command line", "credential-source", || {
        shop.loader("staging", &[]).arguments([format!("payments.api_key={}", variables[0].1)])
    })?;

    shop.refused("a variable, where the policy is strict", "credential-source", || {
        shop.loader("staging", variables).credential_policy(CredentialPolicy::strict())
    })?;

    shop.refused("a live key in staging", "credential-mode", || {
        shop.loader("staging", &[("SHOP_PAYMENTS_API_KEY", concat!("sk_", "live_", "51HbVq2eZvKYlo2C"))])
    })?;

    shop.refused("a word in place of a credential", "credential-placeholder", || {
        shop.loader("staging", &[("SHOP_PAYMENTS_API_KEY", "${PAYMENTS_KEY}")])
    })?;

    shop.refused("staging's directory of secrets in production", "environment-witness", || {
        shop.loader("production", key).secret_files(SecretFiles::strict(shop.root.join("secrets/staging")))
    })?;

    let process = Process::new();
    shop.loader("staging", variables).process(&process).load::<Settings>()?;
    shop.refused("a second environment in one process", "second-environment", || {
        shop.loader("production", key).process(&process)
    })?;

    shop.secret("production", "session_key", "0f6ab1c2d3e4958677a8b9cadbecfd0e1f203142\n")?;
    shop.refused("one credential in two environments", "credential-shared", || {
        shop.loader("production", key)
            .secret_files(SecretFiles::strict(shop.root.join("secrets/production")))
            .process(&process)
            .also("production", "compares the two, for this example")
    })?;

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let path = shop.root.join("secrets/staging/database");
        fs::set_permissions(path, fs::Permissions::from_mode(0o644))?;
        shop.refused("a secret file that others can read", "credential-file-mode", || {
            shop.loader("staging", variables)
        })?;
    }
    Ok(())
}

/// The files of the shop.
struct Shop {
    root: PathBuf,
}

impl Shop {
    fn new() -> Result<Self, Box<dyn Error>> {
        let root = std::env::temp_dir().join(format!("milieu-credentials-{}", std::process::id()));
        fs::create_dir_all(root.join("config"))?;
        Ok(Self { root })
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Box<dyn Error>> {
        Ok(fs::write(self.root.join(name), text)?)
    }

    /// A file that its owner alone can read.
    fn private(&self, name: &str, text: &str) -> Result<PathBuf, Box<dyn Error>> {
        let path = self.root.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, text)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        }
        Ok(path)
    }

    fn secret(&self, environment: &str, name: &str, text: &str) -> Result<(), Box<dyn Error>> {
        self.private(&format!("secrets/{environment}/{name}"), text).map(drop)
    }

    fn loader(&self, environment: &str, variables: &[(&str, &str)]) -> Loader {
        // in earnest this is `milieu::app!("shop")`; a program that cargo starts sees staging and production as a test does
        let fixture = Fixture::new().application("shop").on_disk();
        let fixture = variables.iter().fold(fixture, |fixture, (name, value)| fixture.variable(name, *value));
        let loader = fixture.environment(environment).directory(self.root.join("config"));
        let secrets = self.root.join("secrets").join(environment);
        if environment == "staging" && Path::new(&secrets).exists() {
            loader.secret_files(SecretFiles::strict(secrets))
        } else {
            loader
        }
    }

    /// Loads what has to be refused for this reason, and prints why.
    fn refused(&self, what: &str, check: &str, loader: impl FnOnce() -> Loader) -> Result<(), Box<dyn Error>> {
        let Err(error) = loader().load::<Settings>() else { return Err(format!("{what}: was not refused").into()) };
        if !check.is_empty() && !error.findings().iter().any(|finding| finding.check() == Some(check)) {
            return Err(format!("{what}: was refused for another reason: {error}").into());
        }
        println!("-- {what}\n{}\n", error.to_string().replace(&self.root.display().to_string(), "."));
        Ok(())
    }
}
