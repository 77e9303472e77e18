//! Secret files on disk: what their presets refuse, and that nothing else is read in their place.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use milieu::testing::Fixture;
use milieu::{Config, Credential, Error, Loaded, Loader, SecretFiles, Vars};

#[derive(Config)]
struct Settings {
    password: Option<Credential>,
    token: Option<Credential>,
    key: Option<Credential<Vec<u8>>>,
    database: Option<Database>,
}

#[derive(Config)]
struct Database {
    password: Credential,
}

/// A directory of this test, removed when it ends.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("milieu-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>, mode: u32) -> PathBuf {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).unwrap();
        }
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn loader(environment: &str) -> Loader {
    Fixture::new().on_disk().environment(environment).no_directory()
}

fn load(environment: &str, files: SecretFiles) -> Result<Loaded<Settings>, Error> {
    loader(environment).secret_files(files).load::<Settings>()
}

fn strict(folder: &Folder) -> Result<Loaded<Settings>, Error> {
    load("production", SecretFiles::strict(&folder.0))
}

/// What is said, without the path of the folder.
fn said(result: Result<Loaded<Settings>, Error>, folder: &Folder) -> Vec<String> {
    let Err(error) = result else { return Vec::new() };
    let place = format!("{}/", folder.0.display());
    let all: Vec<_> = error.findings().iter().map(|finding| finding.to_string().replace(&place, "")).collect();
    assert!(!format!("{error:?}{}", error.to_json()).contains("CANARY"), "{error}");
    all
}

const VALUE: &str = "hunter2-CANARY-of-a-file";

#[test]
fn a_file_of_ones_own_is_read_to_the_byte() {
    for (content, expected) in [
        (VALUE.to_owned(), VALUE.to_owned()),
        (format!("{VALUE}\n"), VALUE.to_owned()),
        (format!("{VALUE}\r\n"), VALUE.to_owned()),
        (format!("{VALUE}\n\n"), format!("{VALUE}\n")),
        (format!("  {VALUE}\t "), format!("  {VALUE}\t ")),
        ("pa$$word$ a#b \\ 'x' 🔑 {a=b} [x]".to_owned(), "pa$$word$ a#b \\ 'x' 🔑 {a=b} [x]".to_owned()),
        ("x1y2".repeat(15 << 10), "x1y2".repeat(15 << 10)),
    ] {
        let folder = Folder::new();
        folder.file("password", content, 0o600);
        assert_eq!(strict(&folder).unwrap().password.as_ref().unwrap().expose(), &expected);
    }
}

#[test]
fn what_is_no_credential_is_refused_with_the_file() {
    for (content, words) in [
        (&b""[..], "password: expected a credential, found an empty text (password)"),
        (b"\n", "password: expected a credential, found an empty text (password)"),
        (b"\r\n", "password: expected a credential, found an empty text (password)"),
        (b"hunter2\0CANARY-long", "password: expected a credential, found a NUL character (password)"),
        (
            b"\xef\xbb\xbfhunter2-CANARY-long",
            "password: expected a credential, found a byte order mark before it (password)",
        ),
        (b"hunter2-CANARY-\xff\xfe", "password: expected a credential, found bytes that are not UTF-8 (password)"),
        (
            b"[REDACTED]",
            "password: expected a credential, found the marker that stands in place of a credential (password)",
        ),
    ] {
        let folder = Folder::new();
        folder.file("password", content, 0o600);
        assert_eq!(said(strict(&folder), &folder), [words]);
    }
}

#[test]
fn every_preset_refuses_what_is_no_credential() {
    for of in [SecretFiles::strict as fn(PathBuf) -> SecretFiles, SecretFiles::systemd, SecretFiles::orchestrator] {
        let check = |fill: &dyn Fn(&Folder)| {
            let folder = Folder::new();
            fill(&folder);
            said(load("production", of(folder.0.clone())), &folder)
        };
        for (content, words) in [
            (&b""[..], "found an empty text"),
            (b"\r\n", "found an empty text"),
            (b"hunter2\0CANARY-long", "found a NUL character"),
            (b"\xef\xbb\xbfhunter2-CANARY-long", "found a byte order mark"),
            (b"hunter2-CANARY-\xff\xfe", "found bytes that are not UTF-8"),
            (&[b'x'; (64 << 10) + 1], "is larger than 64 KiB"),
        ] {
            let found = check(&|folder| drop(folder.file("password", content, 0o400)));
            assert!(found.len() == 1 && found[0].contains(words), "{found:?}");
        }
        let found = check(&|folder| fs::create_dir(folder.path("password")).unwrap());
        assert_eq!(found, ["password: is no regular file (password)"]);
        let found = check(&|folder| {
            let pipe = folder.path("password");
            let _ = std::process::Command::new("mkfifo").args(["-m", "400"]).arg(pipe).status();
        });
        assert!(found.is_empty() || found == ["password: is no regular file (password)"], "{found:?}");
        let found = check(&|folder| symlink("/dev/zero", folder.path("password")).unwrap());
        assert!(found[0].contains("is a link") || found[0].contains("leads out of its directory"), "{found:?}");
        let found = check(&|folder| symlink("password", folder.path("password")).unwrap());
        assert_eq!(found.len(), 1, "a link to itself: {found:?}");
    }
}

#[test]
fn a_second_name_is_refused_where_owners_count() {
    let folder = Folder::new();
    let real = folder.file("real", VALUE, 0o400);
    fs::create_dir(folder.path("secrets")).unwrap();
    fs::hard_link(real, folder.path("secrets/password")).unwrap();
    let result = load("production", SecretFiles::systemd(folder.path("secrets")));
    assert!(said(result, &folder)[0].contains("has more than one name"));
    // Docker's mounts are second names
    assert!(load("production", SecretFiles::orchestrator(folder.path("secrets"))).is_ok());
}

#[test]
fn binary_credentials_are_the_whole_file() {
    let folder = Folder::new();
    folder.file("key", [0, 0xff, b'\n'], 0o600);
    assert_eq!(strict(&folder).unwrap().key.as_ref().unwrap().expose(), &[0, 0xff, b'\n']);
}

#[test]
fn the_size_is_bounded_to_the_byte() {
    let folder = Folder::new();
    folder.file("password", "ab".repeat(32 << 10), 0o600);
    let loaded = strict(&folder);
    // 64 KiB of two letters are no credential, and were read
    assert!(said(loaded, &folder)[0].contains("[credential-placeholder]"));
    folder.file("password", format!("{}c", "ab".repeat(32 << 10)), 0o600);
    assert_eq!(
        said(strict(&folder), &folder),
        ["password: is larger than 64 KiB, the most that a credential may have (password)"]
    );
}

#[test]
fn each_preset_minds_its_own_modes() {
    let modes = [0o400, 0o600, 0o440, 0o640, 0o444, 0o644, 0o666, 0o755, 0o4600];
    let allowed = |of: fn(&Path) -> SecretFiles| -> Vec<u32> {
        modes
            .into_iter()
            .filter(|mode| {
                let folder = Folder::new();
                folder.file("password", VALUE, *mode);
                load("production", of(&folder.0)).is_ok()
            })
            .collect()
    };
    assert_eq!(allowed(|path| SecretFiles::strict(path)), [0o400, 0o600]);
    assert_eq!(allowed(|path| SecretFiles::systemd(path)), [0o400, 0o440]);
    assert_eq!(allowed(|path| SecretFiles::orchestrator(path)), [0o400, 0o600, 0o440, 0o640, 0o444, 0o644]);
}

#[test]
fn a_wrong_mode_is_a_warning_in_development_and_names_what_was_expected() {
    let folder = Folder::new();
    folder.file("password", VALUE, 0o644);
    let text = "password: has mode 0644, and at most 0600 was expected (password); take the other permissions away \
                [credential-file-mode]";
    assert_eq!(said(strict(&folder), &folder), [text]);
    assert_eq!(said(load("staging", SecretFiles::strict(&folder.0)), &folder), [text]);
    let loaded = load("development", SecretFiles::strict(&folder.0)).unwrap();
    assert_eq!(loaded.password.as_ref().unwrap().expose(), VALUE);
    assert_eq!(loaded.findings().len(), 1);
}

#[test]
fn what_everybody_may_read_lies_in_memory_or_in_a_closed_directory() {
    let folder = Folder::new();
    folder.file("open/password", VALUE, 0o644);
    fs::set_permissions(folder.path("open"), fs::Permissions::from_mode(0o755)).unwrap();
    let result = load("production", SecretFiles::orchestrator(folder.path("open")));
    assert!(said(result, &folder)[0].contains("can be read by everybody"));
    fs::set_permissions(folder.path("open"), fs::Permissions::from_mode(0o750)).unwrap();
    assert!(load("production", SecretFiles::orchestrator(folder.path("open"))).is_ok());
}

#[test]
fn a_directory_that_everybody_can_write_to_is_refused() {
    let folder = Folder::new();
    folder.file("open/password", VALUE, 0o600);
    fs::set_permissions(folder.path("open"), fs::Permissions::from_mode(0o777)).unwrap();
    let result = load("production", SecretFiles::strict(folder.path("open")));
    assert!(said(result, &folder)[0].contains("lies in a directory that everybody can write to"));
}

#[test]
fn neither_links_nor_second_names_are_followed_under_strict() {
    let folder = Folder::new();
    let real = folder.file("elsewhere/real", VALUE, 0o600);
    fs::create_dir(folder.path("secrets")).unwrap();
    let at = folder.path("secrets/password");
    for (target, words) in [
        (real.clone(), "is a link"),
        (folder.path("nowhere"), "is a link"),
        (at.clone(), "is a link"),
        (PathBuf::from("/dev/zero"), "is a link"),
    ] {
        symlink(&target, &at).unwrap();
        let result = load("production", SecretFiles::strict(folder.path("secrets")));
        assert!(said(result, &folder)[0].contains(words), "{target:?}");
        fs::remove_file(&at).unwrap();
    }
    fs::hard_link(&real, &at).unwrap();
    let result = load("production", SecretFiles::strict(folder.path("secrets")));
    assert!(said(result, &folder)[0].contains("has more than one name"));
}

#[test]
#[expect(clippy::print_stdout, reason = "says that it skips")]
fn a_file_of_another_user_is_refused_where_owners_count() {
    let folder = Folder::new();
    let path = folder.file("password", VALUE, 0o600);
    if std::os::unix::fs::chown(&path, Some(12_345), None).is_err() {
        println!("skipped: only root gives a file to another user");
        return;
    }
    for files in [SecretFiles::strict(&folder.0), SecretFiles::systemd(&folder.0)] {
        let found = said(load("production", files), &folder);
        assert!(found.iter().any(|said| said.contains("belongs to another user")), "{found:?}");
    }
    assert!(load("production", SecretFiles::orchestrator(&folder.0)).is_ok());
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let folder = Folder::new();
    fs::create_dir(folder.path("password")).unwrap();
    assert_eq!(said(strict(&folder), &folder), ["password: is no regular file (password)"]);
    fs::remove_dir(folder.path("password")).unwrap();
    // a pipe that nobody writes to would make a plain read wait for ever
    let pipe = std::process::Command::new("mkfifo").arg("-m").arg("600").arg(folder.path("password")).status();
    if pipe.is_ok_and(|status| status.success()) {
        assert_eq!(said(strict(&folder), &folder), ["password: is no regular file (password)"]);
    }
}

#[test]
fn a_variable_can_name_neither_a_device_nor_the_kernels_own_files() {
    for (path, words) in [
        ("/dev/zero", "names a file that is no regular file"),
        ("/proc/self/environ", "names a file that is made up by the kernel"),
        ("/nowhere/at/all", "names a file that is not there"),
        ("hunter2-CANARY-itself", "names a file that is not there"),
        ("", "names a file that is not there"),
    ] {
        let vars = Vars::from_iter([("APP_PASSWORD_FILE", path)]);
        let result = loader("production").vars(vars).load::<Settings>();
        let error = result.unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        assert!(!error.contains("CANARY") && error.contains("APP_PASSWORD_FILE"), "{error}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_kernel_makes_up_is_no_credential_of_bytes_either() {
    for environment in ["development", "production"] {
        let vars = Vars::from_iter([("APP_KEY_FILE", "/proc/self/environ")]);
        let error = loader(environment).vars(vars).load::<Settings>().unwrap_err();
        assert_eq!(
            error.findings()[0].to_string(),
            "key: names a file that is made up by the kernel, and a regular file was expected (APP_KEY_FILE)",
            "{environment}"
        );
    }
}

#[test]
fn names_cannot_leave_the_directory() {
    let folder = Folder::new();
    folder.file("real", VALUE, 0o600);
    fs::create_dir(folder.path("secrets")).unwrap();
    symlink("../real", folder.path("secrets/password")).unwrap();
    symlink(folder.path("real"), folder.path("secrets/token")).unwrap();
    let result = load("production", SecretFiles::orchestrator(folder.path("secrets")));
    let said = said(result, &folder);
    assert_eq!(
        said,
        [
            "password: leads out of its directory (secrets/password)",
            "token: leads out of its directory (secrets/token)",
        ]
    );
}

#[test]
fn a_variable_cannot_climb_out_of_a_directory_of_secrets() {
    let folder = Folder::new();
    folder.file("real", VALUE, 0o600);
    folder.file("secrets/password", "another-CANARY-credential", 0o600);
    fs::set_permissions(folder.path("secrets"), fs::Permissions::from_mode(0o700)).unwrap();
    for of in [SecretFiles::strict as fn(PathBuf) -> SecretFiles, SecretFiles::orchestrator] {
        let load = |path: &str| {
            let path = format!("{}/{path}", folder.path("secrets").display());
            let vars = Vars::from_iter([("APP_TOKEN_FILE", path.as_str())]);
            loader("production").vars(vars).secret_files(of(folder.path("secrets"))).load::<Settings>()
        };
        assert_eq!(load("password").unwrap().token.as_ref().unwrap().expose(), "another-CANARY-credential");
        for path in [
            "../real",
            "../secrets/../real",
            "../secrets/password",
            "..data/../../real",
            "..data/password",
            "real\0",
            "..",
        ] {
            let error = load(path).unwrap_err();
            assert_eq!(error.findings().len(), 1, "{path}: {error}");
            assert!(error.findings()[0].message().starts_with("names a file that "), "{path}: {error}");
        }
    }
}

/// The layout of a secret volume of Kubernetes.
fn generation(folder: &Folder, name: &str, content: &str) {
    for key in ["password", "token"] {
        folder.file(&format!("volume/..{name}/{key}"), format!("{content}-{key}-hunter2-CANARY"), 0o644);
    }
    symlink(format!("..{name}"), folder.path("volume/..data_tmp")).unwrap();
    fs::rename(folder.path("volume/..data_tmp"), folder.path("volume/..data")).unwrap();
}

#[test]
fn a_volume_of_kubernetes_is_read_through_its_links() {
    let folder = Folder::new();
    generation(&folder, "one", "first");
    for key in ["password", "token"] {
        symlink(format!("..data/{key}"), folder.path(&format!("volume/{key}"))).unwrap();
    }
    fs::set_permissions(folder.path("volume/..one"), fs::Permissions::from_mode(0o750)).unwrap();
    let loaded = load("production", SecretFiles::orchestrator(folder.path("volume"))).unwrap();
    assert_eq!(loaded.password.as_ref().unwrap().expose(), "first-password-hunter2-CANARY");
    assert_eq!(loaded.provenance("password")[0].to_string(), folder.path("volume/password").display().to_string());
}

#[test]
fn all_files_of_one_load_come_from_one_generation() {
    let folder = Folder::new();
    generation(&folder, "zero", "0");
    for key in ["password", "token"] {
        symlink(format!("..data/{key}"), folder.path(&format!("volume/{key}"))).unwrap();
    }
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for count in 1..400 {
                generation(&folder, &count.to_string(), &count.to_string());
            }
            done.store(true, Ordering::Relaxed);
        });
        let mut loads = 0;
        while !done.load(Ordering::Relaxed) || loads == 0 {
            let loaded = load("development", SecretFiles::orchestrator(folder.path("volume"))).unwrap();
            let of = |credential: &Option<Credential>| {
                credential.as_ref().unwrap().expose().split('-').next().unwrap().to_owned()
            };
            assert_eq!(of(&loaded.password), of(&loaded.token));
            loads += 1;
        }
    });
}

#[test]
fn a_link_that_is_swapped_all_the_time_never_yields_the_other_file() {
    let folder = Folder::new();
    let good = folder.file("secrets/good", VALUE, 0o600);
    let bad = folder.file("secrets/bad", "evil-CANARY-planted-by-others", 0o666);
    let at = folder.path("secrets/password");
    fs::hard_link(&good, folder.path("secrets/spare")).unwrap();
    fs::remove_file(folder.path("secrets/spare")).unwrap();
    symlink(&good, &at).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for count in 0..2_000 {
                let other = folder.path(&format!("secrets/.swap{}", count % 2));
                let _ = fs::remove_file(&other);
                // now a link to the bad file, now the good file itself
                if count % 2 == 0 {
                    symlink(&bad, &other).unwrap();
                } else {
                    fs::copy(&good, &other).unwrap();
                }
                fs::rename(&other, &at).unwrap();
            }
            done.store(true, Ordering::Relaxed);
        });
        while !done.load(Ordering::Relaxed) {
            if let Ok(loaded) = load("production", SecretFiles::strict(folder.path("secrets"))) {
                assert_eq!(loaded.password.as_ref().unwrap().expose(), VALUE);
            }
        }
    });
}

#[test]
fn a_file_that_no_key_names_is_a_warning_with_the_nearest_name() {
    let folder = Folder::new();
    folder.file("pasword", VALUE, 0o600);
    folder.file("database__password", VALUE, 0o600);
    let loaded = strict(&folder).unwrap();
    let findings: Vec<_> = loaded
        .findings()
        .iter()
        .map(|finding| finding.to_string().replace(&format!("{}/", folder.0.display()), ""))
        .collect();
    assert_eq!(findings, ["pasword: holds no key of this configuration; did you mean password? [unknown-file]"]);
    assert_eq!(loaded.database.as_ref().unwrap().password.expose(), VALUE);
}

#[test]
fn a_directory_that_was_asked_for_has_to_be_there() {
    let folder = Folder::new();
    let result = load("production", SecretFiles::strict(folder.path("missing")));
    assert_eq!(said(result, &folder), ["missing: a directory of secrets is not there"]);
}

#[test]
fn the_marker_has_to_name_the_environment() {
    for (content, agrees) in
        [("production", true), ("production\n", true), ("staging\n", false), ("", false), ("production \n", false)]
    {
        let folder = Folder::new();
        folder.file("password", VALUE, 0o600);
        folder.file(".milieu-environment", content, 0o600);
        let result = strict(&folder);
        assert_eq!(result.is_ok(), agrees, "{content:?}");
        if let Err(error) = result {
            assert_eq!(error.findings().len(), 1, "{error}");
            assert_eq!(error.findings()[0].check(), Some("environment-witness"));
        }
    }
    let folder = Folder::new();
    folder.file("elsewhere", "production", 0o600);
    fs::create_dir(folder.path("secrets")).unwrap();
    symlink("../elsewhere", folder.path("secrets/.milieu-environment")).unwrap();
    let result = load("production", SecretFiles::strict(folder.path("secrets")));
    assert_eq!(result.unwrap_err().findings()[0].check(), Some("environment-witness"));
}

#[test]
fn a_marker_beside_a_file_that_a_variable_names_is_heard() {
    let folder = Folder::new();
    let path = folder.file("elsewhere/password", VALUE, 0o600);
    let vars = Vars::from_iter([("APP_PASSWORD_FILE", path.to_str().unwrap())]);
    let load = |environment: &str| loader(environment).vars(vars.clone()).load::<Settings>();
    assert!(load("development").is_ok() && load("staging").is_ok());
    folder.file("elsewhere/.milieu-environment", "staging\n", 0o644);
    assert!(load("staging").is_ok());
    for environment in ["development", "production"] {
        let error = load(environment).unwrap_err();
        let checks: Vec<_> = error.findings().iter().map(|finding| finding.check()).collect();
        assert_eq!(checks, [Some("environment-witness")], "{environment}");
        assert_eq!(error.findings()[0].origin().unwrap().path(), Some(&*folder.path("elsewhere/.milieu-environment")));
    }
    // one directory, one word of it
    let both = loader("production").vars(vars).secret_files(SecretFiles::strict(folder.path("elsewhere")));
    assert_eq!(both.load::<Settings>().unwrap_err().findings().len(), 1);
}

#[test]
fn every_witness_is_heard_in_every_tier_and_one_that_is_not_there_says_nothing() {
    for (environment, other) in [("development", "staging"), ("staging", "production"), ("production", "staging")] {
        let folder = Folder::new();
        folder.file("password", VALUE, 0o600);
        let heard = |loader: Loader| {
            let error = loader.load::<Settings>().err();
            error.map(|error| error.findings().iter().map(|finding| finding.check().unwrap()).collect::<Vec<_>>())
        };
        let secrets = || loader(environment).secret_files(SecretFiles::strict(&folder.0));
        let host = || loader(environment).witness_file(folder.path("host"));
        assert_eq!((heard(secrets()), heard(host())), (None, None));
        assert_eq!(heard(loader(environment).witness("host name", |_| true)), None);
        for (name, expected) in [(environment, None), (other, Some(vec!["environment-witness"]))] {
            folder.file(".milieu-environment", format!("{name}\n"), 0o600);
            folder.file("host", format!("{name}\n"), 0o644);
            assert_eq!(heard(secrets()), expected, "{name} in {environment}");
            assert_eq!(heard(host()), expected, "{name} in {environment}");
            let asked = loader(environment).witness("host name", move |selected| selected.name() == name);
            assert_eq!(heard(asked), expected, "{name} in {environment}");
        }
        folder.file("host", "hunter2-CANARY", 0o644);
        let plain = host().load_plain::<std::collections::BTreeMap<String, String>>().map(drop).unwrap_err();
        assert!(
            plain.to_string().contains("[environment-witness]") && !plain.to_string().contains("CANARY"),
            "{plain}"
        );
    }
}

#[test]
fn who_looks_at_an_environment_does_not_take_the_credentials_of_another() {
    let folder = Folder::new();
    folder.file("password", VALUE, 0o600);
    folder.file(".milieu-environment", "staging", 0o600);
    let loader = loader("staging").secret_files(SecretFiles::strict(&folder.0));
    assert_eq!(loader.inspect::<Settings>("staging").unwrap().leaves().len(), 1);
    let production = loader.inspect::<Settings>("production").unwrap();
    assert!(production.leaves().is_empty() && production.findings().is_empty());
}

#[test]
fn a_layer_that_everybody_can_change_is_refused_where_it_counts() {
    let folder = Folder::new();
    let path = folder.file("extra.toml", "", 0o666);
    let load = |environment: &str| loader(environment).file(&path).load::<Settings>();
    let error = load("production").unwrap_err();
    assert_eq!(error.findings()[0].check(), Some("writable-layer"));
    assert!(load("staging").is_err() && load("development").is_ok());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(load("production").is_ok());
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o777)).unwrap();
    assert_eq!(load("production").unwrap_err().findings()[0].check(), Some("writable-layer"));
}

#[test]
fn a_layer_that_is_a_pipe_is_refused_at_once() {
    let folder = Folder::new();
    let path = folder.path("extra.toml");
    let pipe = std::process::Command::new("mkfifo").arg(&path).status();
    if pipe.is_ok_and(|status| status.success()) {
        let error = loader("development").file(&path).load::<Settings>().unwrap_err().to_string();
        assert!(error.contains("is neither a file nor a link to one"), "{error}");
    }
}

#[test]
fn a_directory_of_systemd_is_read_by_convention() {
    let folder = Folder::new();
    folder.file("password", VALUE, 0o440);
    let fixture = Fixture::new().on_disk().variable("CREDENTIALS_DIRECTORY", folder.0.as_os_str());
    let loader = fixture.environment("production").no_directory();
    assert_eq!(loader.load::<Settings>().unwrap().password.as_ref().unwrap().expose(), VALUE);
    folder.file("password", VALUE, 0o600);
    assert_eq!(loader.load::<Settings>().unwrap_err().findings()[0].check(), Some("credential-file-mode"));
}

#[test]
fn a_variable_that_names_a_file_goes_by_the_preset_of_its_directory() {
    let folder = Folder::new();
    let path = folder.file("password", VALUE, 0o644);
    let load = |root: Option<SecretFiles>| {
        let vars = Vars::from_iter([("APP_TOKEN_FILE", path.to_str().unwrap())]);
        let loader = loader("production").vars(vars);
        let loader = root.into_iter().fold(loader, Loader::secret_files);
        loader.load::<Settings>()
    };
    assert_eq!(load(None).unwrap_err().findings()[0].check(), Some("credential-file-mode"));
    let loaded = load(Some(SecretFiles::orchestrator(&folder.0))).unwrap();
    assert_eq!(loaded.token.as_ref().unwrap().expose(), VALUE);
    assert_eq!(loaded.provenance("token")[0].to_string(), "APP_TOKEN_FILE");
}

#[derive(Config)]
#[config(tag = "kind", rename_all = "lowercase")]
enum Access {
    Open { entry: String },
    Closed { entry: Credential },
}

#[derive(Config)]
struct Several {
    #[config(alias = "keys")]
    tokens: Option<Vec<Credential>>,
    tenants: Option<std::collections::BTreeMap<String, Credential>>,
    access: Option<Access>,
}

#[test]
fn a_file_that_a_variable_names_is_judged_wherever_in_it_a_credential_may_stand() {
    let folder = Folder::new();
    let load = |content: &str, mode, variable: &str| {
        let path = folder.file("several", content, mode);
        let vars = [(variable, path.to_str().unwrap()), ("APP_ACCESS_KIND", "closed")];
        let without_kind = usize::from(variable != "APP_ACCESS_ENTRY_FILE");
        let loader = loader("production").vars(Vars::from_iter(vars.into_iter().take(2 - without_kind)));
        loader.load::<Several>()
    };
    for (variable, content) in [
        ("APP_TOKENS_FILE", "hunter2-CANARY-1,hunter2-CANARY-2\n"),
        ("APP_TENANTS_FILE", "{\"acme\": \"hunter2-CANARY-1\"}\n"),
        // the variant that comes first calls it a text
        ("APP_ACCESS_ENTRY_FILE", "hunter2-CANARY-1\n"),
    ] {
        let loaded = load(content, 0o600, variable).unwrap();
        let tokens = loaded.tokens.as_ref().and_then(|tokens| tokens.first());
        let tenant = loaded.tenants.as_ref().and_then(|tenants| tenants.get("acme"));
        let access = match &loaded.access {
            Some(Access::Closed { entry }) => Some(entry),
            Some(Access::Open { entry }) => panic!("{entry}"),
            None => None,
        };
        assert_eq!(tokens.or(tenant).or(access).unwrap().expose(), "hunter2-CANARY-1", "{variable}");
        let error =
            load(content, 0o644, variable).err().unwrap_or_else(|| panic!("{variable}: a readable file was taken"));
        assert!(error.findings().iter().any(|finding| finding.check() == Some("credential-file-mode")), "{error}");
    }
}

#[test]
fn a_directory_that_the_system_names_has_to_be_there_where_it_counts() {
    let fixture = Fixture::new().variable("CREDENTIALS_DIRECTORY", "/nowhere");
    let words = "CREDENTIALS_DIRECTORY: names a directory that is not there or cannot be read";
    for environment in ["staging", "production"] {
        let error = fixture.environment(environment).load::<Settings>().unwrap_err();
        assert_eq!(error.findings().iter().map(ToString::to_string).collect::<Vec<_>>(), [words]);
    }
    assert!(fixture.environment("development").load::<Settings>().is_ok());
}

#[test]
fn a_directory_with_more_files_than_are_looked_at_is_refused_and_not_read_by_half() {
    let files =
        |count: usize| (0..count).fold(Fixture::new(), |fixture, at| fixture.file(format!("/srv/other-{at}"), ""));
    let load =
        |count| files(count).environment("production").secret_files(SecretFiles::strict("/srv")).load::<Settings>();
    assert!(load(4096).is_ok());
    let error = load(4097).unwrap_err().to_string();
    assert!(error.contains("a directory of secrets holds more than 4,096 files"), "{error}");
}
