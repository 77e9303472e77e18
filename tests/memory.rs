//! What stays in memory of a credential once its last handle is gone: nothing. Linux alone can be asked.

#![cfg(all(target_os = "linux", feature = "testing"))]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at its own process"
)]

use std::fs::File;
use std::os::unix::fs::{FileExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use milieu::{Config, Credential, Dsn, Loader, SecretFiles, Vars};
use zeroize::Zeroizing;

/// A credential of which this program holds no copy: each letter is computed when it is asked for.
#[derive(Clone, Copy)]
struct Canary(u32);

impl Canary {
    const LENGTH: usize = 40;
    const PIECE: usize = 12;

    fn byte(self, at: usize) -> u8 {
        let mixed = (u32::try_from(at).unwrap() + 1).wrapping_mul(0x9e37_79b9 ^ self.0.wrapping_mul(0x85eb_ca6b));
        b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[(mixed >> 13) as usize % 62]
    }

    /// Whether a piece of it stands here: a buffer that was freed loses its beginning, and one that grew leaves it behind.
    fn is_at(self, memory: &[u8], piece: usize) -> bool {
        memory.len() >= Self::PIECE && (0..Self::PIECE).all(|at| memory[at] == self.byte(piece + at))
    }

    /// How often the process holds it, or any piece of it.
    fn count(self) -> usize {
        [0, 14, 28].into_iter().map(|piece| self.count_of(piece)).max().unwrap()
    }

    fn count_of(self, piece: usize) -> usize {
        let memory = File::open("/proc/self/mem").unwrap();
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let mut chunk = vec![0_u8; 1 << 16];
        // what this search itself has read lies in memory too
        let own = chunk.as_ptr() as u64..chunk.as_ptr() as u64 + chunk.len() as u64;
        let mut found = 0;
        for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|mode| mode.starts_with("rw"))) {
            let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let (mut at, end) = (u64::from_str_radix(start, 16).unwrap(), u64::from_str_radix(end, 16).unwrap());
            while at < end {
                chunk.fill(0);
                let wanted = usize::try_from(end - at).unwrap().min(chunk.len());
                let Ok(read) = memory.read_at(&mut chunk[..wanted], at) else { break };
                if read == 0 {
                    break;
                }
                found += (0..read)
                    .filter(|start| self.is_at(&chunk[*start..read], piece) && !own.contains(&(at + *start as u64)))
                    .count();
                // what lies across two chunks is seen in the second, and only there
                at += if read >= Self::PIECE && at + (read as u64) < end {
                    read as u64 - (Self::PIECE as u64 - 1)
                } else {
                    read as u64
                };
            }
        }
        found
    }

    /// Writes a file with it, between two texts, without a copy that stays.
    fn write(self, path: &Path, before: &str, after: &str) {
        let length = before.len() + Self::LENGTH + after.len();
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        bytes.extend_from_slice(before.as_bytes());
        bytes.extend((0..Self::LENGTH).map(|at| self.byte(at)));
        bytes.extend_from_slice(after.as_bytes());
        std::fs::write(path, &*bytes).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

#[derive(Config)]
struct Settings {
    password: Option<Credential>,
    address: Option<Dsn>,
    list: Option<Vec<Credential>>,
    port: Option<u16>,
}

/// A directory of this test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("milieu-memory-{}-{name}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        Self(path)
    }

    fn loader(&self) -> Loader {
        Loader::new("app")
            .directory(&self.0)
            .no_dotenv()
            .no_mounted_secrets()
            .environment("development")
            .vars(Vars::default())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Loads, looks, and lets everything go.
fn is_gone_after(canary: Canary, loader: &Loader, at_most: usize) {
    let number = canary.0;
    assert_eq!(canary.count(), 0, "it is there before it is loaded");
    let loaded = loader.load::<Settings>().unwrap();
    let count = canary.count();
    assert!(
        (1..=at_most).contains(&count),
        "canary {number}: while it is loaded there is one copy, and there are {count}"
    );
    let handles = (loaded.password.clone(), loaded.address.clone(), loaded.list.clone(), loaded.port);
    drop(loaded);
    assert_eq!(canary.count() > 0, handles.0.is_some() || handles.1.is_some() || handles.2.is_some());
    drop(handles);
    assert_eq!(canary.count(), 0, "canary {number}: a copy stayed");
}

#[test]
fn nothing_stays_of_a_credential() {
    // one test, one after the other: each looks at the whole process
    let folder = Folder::new("files");
    std::fs::create_dir(folder.0.join("secrets")).unwrap();
    std::fs::set_permissions(folder.0.join("secrets"), std::fs::Permissions::from_mode(0o700)).unwrap();

    let canary = Canary(1);
    let path = folder.0.join("secrets/password");
    canary.write(&path, "", "\n");
    is_gone_after(canary, &folder.loader().secret_files(SecretFiles::strict(folder.0.join("secrets"))), 1);

    let named = Vars::from_iter([("APP_PASSWORD_FILE", path.as_os_str())]);
    is_gone_after(canary, &folder.loader().vars(named), 1);
    std::fs::remove_file(&path).unwrap();

    // an address is kept whole
    let canary = Canary(2);
    canary.write(&folder.0.join("secrets/address"), "postgres://app:", "@db:5432/shop\n");
    is_gone_after(canary, &folder.loader().secret_files(SecretFiles::strict(folder.0.join("secrets"))), 1);
    std::fs::remove_file(folder.0.join("secrets/address")).unwrap();

    // literals, which development may have in its own files
    for (number, (before, after)) in [
        ("port = 1\npassword = '", "'\n"),
        ("password = \"", "\"\nport = 1\n"),
        ("password = \"\\u0061", "\"\n"),
        ("password = '''\n", "'''\n"),
        ("list = ['x', '", "']\nport = 1\n"),
        ("address = 'amqp://u:", "@h'\n"),
    ]
    .into_iter()
    .enumerate()
    {
        let canary = Canary(10 + u32::try_from(number).unwrap());
        canary.write(&folder.0.join("development.toml"), before, after);
        is_gone_after(canary, &folder.loader(), 1);
    }
    std::fs::remove_file(folder.0.join("development.toml")).unwrap();
    for (number, (before, after)) in
        [("{\"port\": 1, \"password\": \"", "\"}"), ("{\"password\": \"\\u0061", "\"}")].into_iter().enumerate()
    {
        let canary = Canary(30 + u32::try_from(number).unwrap());
        canary.write(&folder.0.join("development.json"), before, after);
        is_gone_after(canary, &folder.loader(), 1);
    }
    std::fs::remove_file(folder.0.join("development.json")).unwrap();

    // a dotenv file, by its path
    for (number, quote) in ["", "'", "\""].into_iter().enumerate() {
        let canary = Canary(40 + u32::try_from(number).unwrap());
        let path = folder.0.join(".env.own");
        canary.write(&path, &format!("APP_PORT=1\nAPP_PASSWORD={quote}"), &format!("{quote}\n"));
        is_gone_after(canary, &folder.loader().file_at(milieu::Rank::Dotenv, path), 1);
    }

    // a load that fails keeps nothing at all
    let canary = Canary(50);
    canary.write(&folder.0.join("development.toml"), "port = 'x'\npassword = '", "'\n");
    let error = folder.loader().load::<Settings>().map(drop).unwrap_err();
    assert_eq!((error.findings().len(), canary.count()), (1, 0));
}
