//! Promotion: what staging accepted starts in production, and nothing else does.

use std::fs;
use std::time::{Duration, SystemTime};

use milieu::promotion::{Approval, KeyPair, Receipt};
use milieu::testing::Fixture;
use milieu::{Config, Credential, Environment, Error, Level, Loaded, Loader, Tier};
use proptest::prelude::*;

use crate::secret_files::Folder;

#[derive(Config, Debug)]
#[expect(dead_code, reason = "only loaded")]
struct Settings {
    #[config(default = 80)]
    port: u16,
    #[config(default = "EUR", parity = "same")]
    currency: String,
    #[config(parity = "same")]
    limits: Option<Limits>,
    password: Option<Credential>,
}

#[derive(Config, Debug)]
#[expect(dead_code, reason = "only loaded")]
struct Limits {
    #[config(default = 10)]
    orders: u32,
    #[config(default = 1, parity = "varies")]
    workers: u32,
}

/// Another type: another schema.
#[derive(Config, Debug)]
#[expect(dead_code, reason = "only loaded")]
struct Other {
    #[config(default = 81)]
    port: u16,
    currency: Option<String>,
}

const ENVIRONMENTS: &[Environment] =
    &[Environment::declare("qa", Tier::Staging), Environment::declare("eu-production", Tier::Production)];

fn shop() -> Fixture {
    Fixture::new()
        .application("shop")
        .today("2027-01-31")
        .file("config/base.toml", "port = 8080\n")
        .file("config/development.toml", "")
        .file("config/test.toml", "")
        .file("config/staging.toml", "")
        .file("config/production.toml", "")
        .file("shop", "the program")
}

fn staging(shop: &Fixture, pair: &KeyPair) -> String {
    let loader = shop.environment("staging").artifact("shop").receipt_key(pair.signing());
    loader.sign_receipt(&loader.load::<Settings>().unwrap().accept().unwrap()).unwrap()
}

fn production(shop: &Fixture, pair: &KeyPair) -> Loader {
    shop.environment("production").artifact("shop").require_receipt("receipt.json", pair.verifying())
}

/// A shop that staging has accepted.
fn accepted(pair: &KeyPair) -> Fixture {
    let shop = shop();
    let receipt = staging(&shop, pair);
    shop.file("receipt.json", receipt)
}

fn said<T>(loaded: Result<Loaded<T>, Error>) -> Vec<String> {
    let findings = match loaded {
        Ok(loaded) => loaded.findings().to_vec(),
        Err(error) => error.findings().to_vec(),
    };
    assert!(findings.iter().all(|finding| finding.check() == Some("unproven-promotion")), "{findings:?}");
    findings.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn refused(loaded: Result<Loaded<Settings>, Error>, words: &str) {
    let error = loaded.map(drop).unwrap_err();
    assert_eq!(error.findings().len(), 1, "{error}");
    let finding = &error.findings()[0];
    let text = finding.to_string();
    assert!(text.contains(words) && !text.contains("CANARY"), "{text}");
    assert_eq!((finding.check(), finding.level()), (Some("unproven-promotion"), Level::Deny));
    assert!(finding.origin().is_some() && finding.remedy().is_some(), "{text}");
}

#[test]
fn what_staging_accepted_starts_and_each_thing_that_it_has_not_seen_does_not() {
    let pair = KeyPair::generate().unwrap();
    let shop = accepted(&pair);
    let start = |shop: &Fixture| production(shop, &pair).load::<Settings>();
    assert!(said(start(&shop)).is_empty());
    // production's own
    let own = shop.clone().file("config/production.toml", "port = 1\nlimits.workers = 9\n").variable("SHOP_PORT", "2");
    refused(
        start(&own.clone().file("config/base.toml", "port = 8081\n")),
        "receipt: is of another shared configuration",
    );
    assert!(said(start(&own.file("config/production.toml", "port = 1\n"))).is_empty());
    // what is the same in both
    for (file, text) in [
        ("config/production.toml", "currency = 'USD'\n"),
        ("config/production.toml", "limits.orders = 11\n"),
        ("config/base.toml", "port = 8080\n[limits]\n"),
    ] {
        refused(start(&shop.clone().file(file, text)), "receipt: is of another shared configuration");
    }
    refused(start(&shop.clone().variable("SHOP_CURRENCY", "USD")), "receipt: is of another shared configuration");
    refused(
        start(&shop.clone().file("shop", "another program")),
        "receipt: is of another artefact: expected the SHA-256",
    );
    refused(
        start(&shop.clone().today("2027-01-30")),
        "receipt: is from the future: it was issued at 2027-01-31T23:59:59Z",
    );
    let other_key = KeyPair::generate().unwrap();
    refused(
        production(&shop, &other_key).load::<Settings>(),
        "receipt: is not signed with the key that is trusted here",
    );
    let renamed = shop.clone().application("store").file("receipt.json", staging(&shop, &pair));
    refused(start(&renamed), "receipt: is of another application: expected store");
    let schema = said(production(&shop, &pair).load::<Other>());
    assert!(schema[0].starts_with("receipt: is of another schema: expected "), "{schema:?}");
}

#[test]
fn all_that_does_not_fit_is_said_at_once() {
    let pair = KeyPair::generate().unwrap();
    let shop = accepted(&pair).application("store").file("shop", "another").file("config/base.toml", "port = 1\n");
    let findings = said(production(&shop.today("2026-01-31"), &pair).load::<Other>());
    assert_eq!(findings.len(), 5, "{findings:#?}");
}

#[test]
fn a_receipt_is_asked_for_where_production_starts_and_nowhere_else() {
    let pair = KeyPair::generate().unwrap();
    let all = shop().file("config/qa.toml", "").file("config/eu-production.toml", "");
    for (name, asks) in [
        ("development", false),
        ("test", false),
        ("qa", false),
        ("staging", false),
        ("eu-production", true),
        ("production", true),
    ] {
        let loader = all.environment(name).environments(ENVIRONMENTS);
        let loader = loader.require_receipt("receipt.json", pair.verifying());
        assert_eq!(loader.load::<Settings>().is_err(), asks, "{name}");
        assert!(!loader.inspect::<Settings>(name).unwrap().findings().iter().any(|f| f.check().is_some()));
    }
    // another environment of tier staging counts, and one that this program does not know does not
    let loader = all.environment("qa").environments(ENVIRONMENTS).artifact("shop").receipt_key(pair.signing());
    let receipt = loader.sign_receipt(&loader.load::<Settings>().unwrap().accept().unwrap()).unwrap();
    let all = all.file("receipt.json", receipt.clone());
    assert!(production(&all, &pair).environments(ENVIRONMENTS).load::<Settings>().is_ok());
    refused(
        production(&shop().file("receipt.json", receipt), &pair).load::<Settings>(),
        "receipt: was not issued by staging",
    );
}

#[test]
fn a_receipt_that_cannot_be_read_refuses_the_start() {
    let pair = KeyPair::generate().unwrap();
    let sound = accepted(&pair);
    let start = |shop: &Fixture| production(shop, &pair).load::<Settings>();
    refused(start(&shop()), "receipt: is not there (receipt.json); let staging issue it");
    let text = staging(&sound, &pair);
    for (content, words) in [
        ("\u{0}".to_owned(), "receipt.json"),
        (text[..text.len() / 2].to_owned(), "receipt.json:3:"),
        ("x".repeat(70_000), "is larger than 64 KiB, the most that a signed envelope may have"),
        (text.replace("\"payload\": \"eyJ", "\"payload\": \"eyK"), "was changed after it was signed, or is damaged"),
    ] {
        refused(start(&sound.clone().file("receipt.json", content)), words);
    }
    let unreadable = production(&sound, &pair).artifact("no-program").load::<Settings>();
    let findings = said(unreadable);
    assert_eq!(
        findings,
        ["artifact: is not there (no-program); name the file that is shipped and started [unproven-promotion]"]
    );
    // a type without schema has nothing to be held against
    let plain = said(production(&sound, &pair).load_plain::<std::collections::BTreeMap<String, u16>>());
    assert!(
        plain[0].starts_with("receipt: is of a schema, and this configuration was loaded without one"),
        "{plain:?}"
    );
}

#[test]
fn a_greatest_age_is_kept_and_clocks_may_differ_a_little() {
    let pair = KeyPair::generate().unwrap();
    let shop = accepted(&pair).today("2027-02-02");
    let day = Duration::from_secs(24 * 3600);
    assert!(production(&shop, &pair).receipt_max_age(2 * day).load::<Settings>().is_ok());
    refused(
        production(&shop, &pair).receipt_max_age(2 * day - Duration::from_secs(1)).load::<Settings>(),
        "receipt: is too old: it was issued at 2027-01-31T23:59:59Z (receipt.json); let staging start this artefact again",
    );
}

#[test]
fn only_staging_accepts_and_only_with_a_key() {
    let pair = KeyPair::generate().unwrap();
    for environment in ["development", "test", "production"] {
        let error = shop().environment(environment).load::<Settings>().unwrap().accept().unwrap_err();
        assert!(error.to_string().contains("is not of tier staging, and staging alone accepts"), "{error}");
    }
    let loaded = shop().environment("staging").load_plain::<std::collections::BTreeMap<String, u16>>().unwrap();
    assert!(loaded.accept().unwrap_err().to_string().contains("was loaded without a schema"));

    let accept = |shop: &Fixture| {
        let loader = shop.environment("staging").artifact("shop");
        let accepted = loader.load::<Settings>().unwrap();
        assert!(accepted.findings().is_empty(), "{:?}", accepted.findings());
        loader.sign_receipt(&accepted.accept().unwrap()).map_err(|error| error.to_string())
    };
    let private = pair.signing().expose().text();
    let text = private.expose();
    let public = pair.verifying().to_string();
    assert_eq!(
        accept(&shop()).unwrap_err(),
        "SHOP_RECEIPT_KEY: is not set, so there is no key to sign with; set it, or let SHOP_RECEIPT_KEY_FILE name a file \
         with it [unproven-promotion]"
    );
    for wrong in ["", "hunter2-CANARY", public.as_str(), &text[..text.len() - 2]] {
        let error = accept(&shop().variable("SHOP_RECEIPT_KEY", wrong)).unwrap_err();
        assert!(
            error.starts_with("SHOP_RECEIPT_KEY: expected a signing key, which is milieu-receipt-private-1:"),
            "{error}"
        );
        assert!(wrong.len() < 40 || !error.contains(&wrong[wrong.len() - 10..]), "{error}");
    }
    let twice = shop().variable("SHOP_RECEIPT_KEY", text).variable("SHOP_RECEIPT_KEY_FILE", "/key");
    assert!(accept(&twice).unwrap_err().starts_with("SHOP_RECEIPT_KEY: is set twice"));
    let by_variable = accept(&shop().variable("SHOP_RECEIPT_KEY", text)).unwrap();
    let by_file = shop().variable("SHOP_RECEIPT_KEY_FILE", "/key").file("/key", format!("{text}\n"));
    assert_eq!((accept(&by_file).unwrap(), staging(&shop(), &pair)), (by_variable.clone(), by_variable));
    // a child does not get it
    let loaded = shop().variable("SHOP_RECEIPT_KEY", text).environment("staging").load::<Settings>().unwrap();
    assert_eq!(loaded.credential_variables().collect::<Vec<_>>(), ["SHOP_RECEIPT_KEY"]);
}

#[test]
fn a_receipt_says_what_staging_was_held_to() {
    let pair = KeyPair::generate().unwrap();
    let folder = Folder::new();
    let path = folder.path("receipt.json");
    let shop = shop().variable("SHOP_PROT", "1");
    let loader = shop.environment("staging").artifact("shop").receipt_key(pair.signing());
    let issued = loader.issue_receipt(&loader.load::<Settings>().unwrap().accept().unwrap(), &path).unwrap();
    let receipt = Receipt::read(&path, &pair.verifying()).unwrap();
    assert_eq!(issued, receipt);
    assert_eq!((receipt.application(), receipt.environment(), receipt.tier()), ("shop", "staging", Tier::Staging));
    assert_eq!((receipt.schema(), receipt.artifact()), (Settings::SCHEMA.hash(), loader.artifact_hash().unwrap()));
    assert!(receipt.is_of_start());
    let of =
        |check: &str| receipt.checks().iter().find(|passed| passed.check() == check).map(|p| (p.level(), p.findings()));
    assert_eq!(of("unknown-variable"), Some((Level::Warn, 1)));
    assert_eq!(of("credential-source"), Some((Level::Deny, 0)));
    assert_eq!((of("unproven-promotion"), of("destructive-action")), (None, None));
}

#[test]
fn a_receipt_says_what_was_allowed_and_what_the_application_has_changed() {
    let pair = KeyPair::generate().unwrap();
    let shop = shop().today("2027-01-01").variable("SHOP_PROT", "1");
    let of = |loader: &Loader, check: &str| {
        let loader = loader.clone().artifact("shop").receipt_key(pair.signing());
        let folder = Folder::new();
        let accepted = loader.load::<Settings>().unwrap().accept().unwrap();
        let receipt = loader.issue_receipt(&accepted, folder.path("receipt.json")).unwrap();
        let passed = receipt.checks().iter().find(|passed| passed.check() == check).unwrap();
        (passed.level(), passed.findings(), passed.allowed())
    };
    let plain = shop.environment("staging");
    assert_eq!(of(&plain, "unknown-variable"), (Level::Warn, 1, 0));
    let allowed = plain.clone().allow("unknown-variable", "SHOP_PROT", "an old chart", "2027-01-31");
    assert_eq!(of(&allowed, "unknown-variable"), (Level::Warn, 0, 1));
    let column = milieu::checks::Column::deployed_in(milieu::checks::Phase::Start);
    let strict = plain.level("deprecated-key", column, Level::Deny);
    assert_eq!(of(&strict, "deprecated-key"), (Level::Deny, 0, 0));
}

#[test]
fn promoting_twice_is_promoting_once() {
    let pair = KeyPair::generate().unwrap();
    let folder = Folder::new();
    let path = folder.path("receipt.json");
    let issue = |shop: &Fixture| {
        let loader = shop.environment("staging").artifact("shop").receipt_key(pair.signing());
        loader.issue_receipt(&loader.load::<Settings>().unwrap().accept().unwrap(), &path)
    };
    issue(&shop()).unwrap();
    let (once, written) = (fs::read_to_string(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
    issue(&shop()).unwrap();
    assert_eq!(
        (fs::read_to_string(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap()),
        (once.clone(), written)
    );
    // a day later nothing but the time is another, and production says the same
    let first = Receipt::read(&path, &pair.verifying()).unwrap();
    issue(&shop().today("2027-02-01")).unwrap();
    let second = Receipt::read(&path, &pair.verifying()).unwrap();
    assert_ne!(first.time(), second.time());
    assert_eq!(
        (first.schema(), first.shared(), first.artifact(), first.checks()),
        (second.schema(), second.shared(), second.artifact(), second.checks())
    );
    let later = shop().today("2027-02-01");
    for text in [once, fs::read_to_string(&path).unwrap()] {
        assert!(production(&later.clone().file("receipt.json", text), &pair).load::<Settings>().is_ok());
    }
    assert_eq!(fs::read_dir(folder.path(".")).unwrap().count(), 1, "nothing lies beside it");
}

#[test]
fn what_is_no_envelope_is_not_overwritten() {
    let pair = KeyPair::generate().unwrap();
    let folder = Folder::new();
    let loader = shop().environment("staging").artifact("shop").receipt_key(pair.signing());
    let accepted = loader.load::<Settings>().unwrap().accept().unwrap();
    let sound = loader.sign_receipt(&accepted).unwrap();
    let cut = sound[..sound.len() - 30].to_owned();
    for content in ["", "port = 1\n", "{\"hunter2\": \"CANARY\"}", &cut] {
        let path = folder.file("receipt.json", content, 0o600);
        let error = loader.issue_receipt(&accepted, &path).unwrap_err().to_string();
        assert!(error.contains("is there already, and is no signed envelope, so it is not replaced"), "{error}");
        assert!(!error.contains("CANARY"));
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
    let error = loader.issue_receipt(&accepted, folder.path("no/receipt.json")).unwrap_err().to_string();
    assert!(error.contains("receipt: cannot be written: its directory is not there"), "{error}");
    let error = loader.clone().artifact("no-program").issue_receipt(&accepted, folder.path("x.json")).unwrap_err();
    assert!(error.to_string().starts_with("artifact: is not there (no-program)"), "{error}");
    assert!(!folder.path("x.json").exists());
    // another receipt is
    let path = folder.file("receipt.json", staging(&shop(), &KeyPair::generate().unwrap()), 0o600);
    loader.issue_receipt(&accepted, &path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), sound);
}

#[test]
fn ci_looks_at_staging_and_then_at_production() {
    let pair = KeyPair::generate().unwrap();
    let loader = |shop: &Fixture| {
        let loader = shop.loader().artifact("shop").receipt_key(pair.signing()).build(milieu::build!());
        loader.require_receipt("receipt.json", pair.verifying())
    };
    let looked = loader(&shop()).inspect::<Settings>("staging").unwrap();
    let shop = shop().file("receipt.json", loader(&shop()).sign_receipt(&looked.accept().unwrap()).unwrap());
    let verify = |shop: &Fixture| {
        let loader = loader(shop);
        loader.verify_receipt(&loader.inspect::<Settings>("production").unwrap())
    };
    assert!(!verify(&shop).unwrap().is_of_start());
    assert!(production(&shop, &pair).load::<Settings>().is_ok());
    let error = verify(&shop.clone().file("config/base.toml", "port = 1\n").file("shop", "another")).unwrap_err();
    assert_eq!(error.findings().len(), 2, "{error}");
    assert!(error.to_string().starts_with("2 problems in the receipt\n"), "{error}");
    let none = shop.loader().verify_receipt(&shop.loader().inspect::<Settings>("production").unwrap()).unwrap_err();
    assert!(none.to_string().contains("say where it lies and whose it is, by require_receipt"), "{none}");
    let denied = shop.file("config/staging.toml", "prot = 1\n");
    let error = loader(&denied).inspect::<Settings>("staging").unwrap().accept().unwrap_err();
    assert_eq!(error.findings()[0].check(), Some("unknown-key"));
}

fn approval(loader: &Loader, change: impl FnOnce(Approval) -> Approval, pair: &KeyPair) -> String {
    let folder = Folder::new();
    let path = folder.path("hotfix.json");
    let day = SystemTime::UNIX_EPOCH + Duration::from_secs(1_801_353_600); // 2027-01-31T00:00:00Z
    let approval = Approval::new("shop", "production", loader.artifact_hash().unwrap());
    let approval =
        approval.by("Ada Lovelace", "INC-17: nobody can pay").until(day + Duration::from_secs(2 * 24 * 3600));
    change(approval).write(&path, pair.signing().expose(), day).unwrap();
    fs::read_to_string(&path).unwrap()
}

#[test]
fn an_approval_lets_one_artefact_start_until_its_end_and_says_so() {
    let (pair, people) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let start = |shop: &Fixture| production(shop, &pair).approval("hotfix.json", people.verifying()).load::<Settings>();
    refused(start(&shop()), "receipt: is not there");
    let loader = production(&shop(), &pair);
    let signed = |change: fn(Approval) -> Approval| shop().file("hotfix.json", approval(&loader, change, &people));
    for change in [|approval| approval, |approval: Approval| approval.with_schema(Settings::SCHEMA.hash())] {
        let loaded = start(&signed(change)).unwrap();
        assert_eq!(loaded.findings()[0].level(), Level::Warn);
        assert_eq!(
            said(Ok(loaded)),
            [
                "approval: receipt is not there; Ada Lovelace approved the start until 2027-02-02T00:00:00Z: INC-17: nobody \
              can pay (hotfix.json); promote through staging before that [unproven-promotion]"
            ]
        );
    }
    // all that the receipt lacks is told
    let shop = accepted(&pair).file("config/base.toml", "port = 1\n").today("2027-01-30");
    let shop = shop.file("hotfix.json", approval(&loader, |approval| approval, &people));
    let warning = said(start(&shop));
    assert!(warning[0].contains("receipt is of another shared configuration"), "{warning:?}");
    assert!(warning[0].contains(", receipt is from the future") && warning.len() == 1, "{warning:?}");
    // and where it lacks nothing, nobody is asked
    assert!(said(start(&accepted(&pair).file("hotfix.json", "hunter2-CANARY"))).is_empty());
}

#[test]
fn an_approval_that_does_not_count_is_refused_with_its_reason() {
    let (pair, people) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let loader = production(&shop(), &pair);
    let hash = |program: &str| shop().file("shop", program).loader().artifact("shop").artifact_hash().unwrap();
    let approved = |approval: String, words: &str| {
        let shop = shop().today("2027-02-01").file("hotfix.json", approval);
        let findings = said(production(&shop, &pair).approval("hotfix.json", people.verifying()).load::<Settings>());
        assert!(findings.len() == 2 && findings[1].starts_with("receipt: is not there"), "{findings:?}");
        assert!(findings[0].starts_with("approval: ") && findings[0].contains(words), "{findings:?}");
    };
    let signed = |change: &dyn Fn(Approval) -> Approval, pair: &KeyPair| approval(&loader, change, pair);
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_801_353_600);
    approved(signed(&|approval| approval, &pair), "is not signed with the key that is trusted here");
    approved(
        signed(&|approval| approval.until(start + Duration::from_secs(1)), &people),
        "has expired at 2027-01-31T00:00:01Z",
    );
    approved(signed(&|approval| approval.with_schema(Other::SCHEMA.hash()), &people), "is for another schema");
    let by = |application: &str, environment: &str, program: &str| {
        let approval = Approval::new(application, environment, hash(program)).by("Ada", "INC-17");
        signed(&|_| approval.clone().until(start + Duration::from_secs(2 * 24 * 3600)), &people)
    };
    approved(by("store", "production", "the program"), "is for another application: expected shop");
    approved(by("shop", "eu-production", "the program"), "is for another environment: expected production");
    approved(by("shop", "production", "another"), "is for another artefact, the one with the SHA-256");
    approved("hunter2-CANARY".to_owned(), "(hotfix.json");
    approved(staging(&shop(), &people), "is a receipt, and an approval was expected");
    // nor is it a receipt
    let shop = shop().file("receipt.json", by("shop", "production", "the program"));
    refused(production(&shop, &people).load::<Settings>(), "is an approval, and a receipt was expected");
}

#[test]
fn nobody_signs_an_approval_without_name_reason_and_end() {
    let (pair, folder) = (KeyPair::generate().unwrap(), Folder::new());
    let (path, now) = (folder.path("hotfix.json"), SystemTime::now());
    let hash = shop().loader().artifact("shop").artifact_hash().unwrap();
    let hour = Duration::from_secs(3600);
    let whole = |environment: &str| Approval::new("shop", environment, hash).by("Ada", "INC-17").until(now + hour);
    let long = "x".repeat(401);
    for (approval, words) in [
        (whole("production").by(" ", "INC-17"), "expected the name of who approves"),
        (whole("production").by("Ada\u{1b}[2J", "INC-17"), "expected the name of who approves"),
        (whole("production").by("Ada", "\t\n"), "expected a reason"),
        (whole("production").by("Ada", &long), "expected a reason"),
        (whole("production").until(now - hour), "expected an end that is still to come"),
        (whole("production").until(now + Duration::from_secs(1 << 40)), "expected an end that is still to come"),
        (Approval::new("shop", "production", hash).by("Ada", "INC-17"), "expected an end that is still to come"),
        (whole("Production"), "names no environment"),
    ] {
        let error = approval.write(&path, pair.signing().expose(), now).unwrap_err();
        assert_eq!(error.findings().len(), 1, "{error}");
        let said = error.to_string();
        assert!(said.starts_with(&format!("approval: {words}")) && said.ends_with("[unproven-promotion]"), "{said}");
        assert!(!path.exists());
    }
    whole("production").write(&path, pair.signing().expose(), now).unwrap();
    let read = Approval::read(&path, &pair.verifying()).unwrap();
    assert_eq!(read, whole("production"));
    assert_eq!(format!("{read:?}").matches("INC-17").count(), 0);
}

#[test]
fn an_allowance_is_the_other_way_round() {
    let pair = KeyPair::generate().unwrap();
    let loader =
        production(&shop(), &pair).allow("unproven-promotion", "receipt", "receipts begin in March", "2027-02-28");
    assert!(loader.load::<Settings>().unwrap().findings().is_empty());
}

#[test]
fn the_running_file_is_the_artefact_unless_another_is_named() {
    // what a loader sees that is no fixture's
    let hash = Loader::new("shop").artifact_hash().unwrap();
    assert_eq!(hash, milieu::promotion::ArtifactHash::of(std::env::current_exe().unwrap()).unwrap());
    let folder = Folder::new();
    let empty = folder.file("empty", "", 0o600);
    assert_eq!(
        Loader::new("shop").artifact(&empty).artifact_hash().unwrap(),
        Fixture::new().loader().artifact_hash().unwrap()
    );
    // FIPS 180-4, of nothing
    assert!(
        Fixture::new().loader().artifact_hash().unwrap().to_string().starts_with("e3b0c44298fc1c149afbf4c8996fb924")
    );
}

/// Base files with any keys, and a number of what staging and production share.
fn shared(base: &str, own: &str) -> Result<Receipt, Error> {
    let pair = KeyPair::generate().unwrap();
    let fixture = Fixture::new().file("config/base.json", base).file("config/staging.json", own);
    let loader = fixture.environment("staging").receipt_key(pair.signing());
    let receipt = loader.sign_receipt(&loader.load::<Free>()?.accept()?)?;
    let folder = Folder::new();
    let path = folder.file("receipt.json", receipt, 0o600);
    Receipt::read(path, &pair.verifying())
}

/// A map takes what there is, and one key is to be the same everywhere.
#[derive(Config)]
#[expect(dead_code, reason = "only loaded")]
struct Free {
    #[config(default = 0, parity = "same")]
    same: i64,
    free: Option<std::collections::BTreeMap<String, std::collections::BTreeMap<String, i64>>>,
    listed: Option<Vec<i64>>,
    any: Option<serde_json::Value>,
}

#[test]
fn what_the_base_says_is_shared_whatever_kind_of_thing_stands_above_it() {
    let number = |base: &str, own: &str| {
        let document = |value: &str| if value.is_empty() { "{}".to_owned() } else { format!("{{\"any\": {value}}}") };
        shared(&document(base), &document(own)).unwrap().shared()
    };
    let values = [
        "",
        "5",
        "\"5\"",
        "null",
        "[5]",
        "{}",
        r#"{"x": 1}"#,
        r#"{"y": 1}"#,
        r#"{"x": {"y": 1}}"#,
        r#"{"x": [{"y": 1}]}"#,
    ];
    let mut seen = std::collections::BTreeSet::new();
    for base in values {
        let alone = number(base, "");
        assert!(values.iter().all(|own| number(base, own) == alone), "{base}");
        assert!(seen.insert(alone), "{base}");
    }
}

type Maps = std::collections::BTreeMap<String, std::collections::BTreeMap<String, i64>>;

fn maps() -> impl Strategy<Value = Maps> {
    let inner = || prop::collection::btree_map("[a-c]", 0..3_i64, 0..3);
    prop::collection::btree_map("[a-c]", inner(), 0..3)
}

fn document(free: &Maps, listed: &[i64], same: i64) -> String {
    serde_json::json!({ "free": free, "listed": listed, "same": same }).to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_an_environment_alone_says_is_not_shared_and_all_else_is(
        base in (maps(), prop::collection::vec(0..3_i64, 0..3), 0..3_i64),
        other in (maps(), prop::collection::vec(0..3_i64, 0..3), 0..3_i64),
        own in (maps(), prop::collection::vec(0..3_i64, 0..3)),
        changed in (maps(), prop::collection::vec(0..3_i64, 0..3)),
        same in (0..3_i64, 0..3_i64),
    ) {
        let base_of = |(free, listed, same): &(Maps, Vec<i64>, i64)| document(free, listed, *same);
        let file_of = |(free, listed): &(Maps, Vec<i64>), same| document(free, listed, same);
        let number = |base: &str, file: &str| shared(base, file).unwrap().shared();
        let before = number(&base_of(&base), &file_of(&own, same.0));
        // the environment's own file changes, and its `same` key does not
        prop_assert_eq!(before, number(&base_of(&base), &file_of(&changed, same.0)));
        // the base changes, whatever of it the environment's file says again
        let after = number(&base_of(&other), &file_of(&own, same.0));
        prop_assert_eq!(base == other, before == after);
        // the key that is the same everywhere changes in the environment's file
        let after = number(&base_of(&base), &file_of(&own, same.1));
        prop_assert_eq!(same.0 == same.1, before == after);
    }
}
