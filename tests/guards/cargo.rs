//! Projects that cargo builds: a user's application, written to a directory of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A project, written anew for one test. All projects share one target directory, so that `milieu` is built once.
pub(crate) struct Project {
    directory: PathBuf,
}

impl Project {
    /// Makes an empty directory; the name is that of the test.
    pub(crate) fn new(name: &str) -> Self {
        let directory = scratch().join("projects").join(name);
        if directory.exists() {
            fs::remove_dir_all(&directory).unwrap();
        }
        fs::create_dir_all(&directory).unwrap();
        // the versions that this checkout builds with, so that nothing has to be fetched
        fs::copy(root().join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
        Self { directory }
    }

    /// A package that depends on `milieu`, with this `src/main.rs`.
    pub(crate) fn application(name: &str, main: &str) -> Self {
        let project = Self::new(name);
        project.file("Cargo.toml", &manifest(name, "")).file("src/main.rs", main)
    }

    /// Writes a file, or replaces it.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.write(path, text);
        self
    }

    /// As [`file`](Self::file), between two builds.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.directory.join(path)
    }

    /// Runs cargo here; what this process got from the cargo that started it is not passed on.
    pub(crate) fn cargo(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        self.run(&[arguments, &["--offline"]].concat(), variables)
    }

    /// As [`cargo`](Self::cargo), for arguments that go on behind `--`.
    pub(crate) fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        let mut command = clean(env!("CARGO"));
        command.current_dir(&self.directory).args(arguments);
        command.env("CARGO_TARGET_DIR", target()).env("CARGO_INCREMENTAL", "0").env("CARGO_TERM_COLOR", "never");
        command.envs(variables.iter().copied());
        Ran::of(&command.output().unwrap())
    }

    /// Starts what was built, from this directory: `profile` is `debug` or `release`.
    pub(crate) fn start(&self, profile: &str, name: &str, variables: &[(&str, &str)]) -> Ran {
        self.start_in("", profile, name, &[], variables)
    }

    /// As [`start`](Self::start), from a directory below, with arguments.
    pub(crate) fn start_in(
        &self,
        directory: &str,
        profile: &str,
        name: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Ran {
        let mut command = clean(binary(profile, name));
        command.current_dir(self.path(directory)).args(arguments).envs(variables.iter().copied());
        Ran::of(&command.output().unwrap())
    }

    /// As [`start`](Self::start), with arguments and no variables.
    pub(crate) fn start_with(&self, profile: &str, name: &str, arguments: &[&str]) -> Ran {
        let mut command = clean(binary(profile, name));
        Ran::of(&command.current_dir(&self.directory).args(arguments).output().unwrap())
    }
}

/// What a process said, and whether it succeeded.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { success: output.status.success(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Asserts success.
    #[track_caller]
    pub(crate) fn works(self) -> Self {
        assert!(self.success, "expected success:\n{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Asserts failure, with these words on stderr.
    #[track_caller]
    pub(crate) fn fails_with(self, words: &str) -> Self {
        assert!(!self.success, "expected a failure:\n{}\n{}", self.stdout, self.stderr);
        assert!(self.stderr.contains(words), "expected {words:?} in:\n{}", self.stderr);
        self
    }
}

/// A manifest of a package that depends on this checkout.
pub(crate) fn manifest(name: &str, more: &str) -> String {
    let milieu = root();
    format!(
        "[package]\nname = \"{name}\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [profile.dev]\ndebug = false\n\n[dependencies]\nmilieu = {{ path = {milieu:?} }}\n{more}"
    )
}

/// The executable that cargo leaves of a package.
pub(crate) fn binary(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The root of this checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("guards")
}

fn target() -> PathBuf {
    scratch().join("target")
}

/// A command without what cargo told this process of itself and of the build.
fn clean(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    let told = std::env::vars_os().map(|(name, _)| name).filter(|name| {
        let name = name.to_string_lossy();
        let of_harness = name.starts_with("NEXTEST") || name == "BAZEL_TEST";
        of_harness
            || name.starts_with("MILIEU_")
            || name.starts_with("CARGO") && !matches!(&*name, "CARGO_HOME" | "CARGO_BUILD_JOBS")
    });
    told.for_each(|name| {
        command.env_remove(name);
    });
    command
}
