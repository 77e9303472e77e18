//! The files of a directory that an environment may read, without those of one person and those that hold credentials.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::lines::Lines;
use super::tree::Tree;

/// The files of a directory.
pub(crate) struct Directory {
    /// Sorted by name.
    pub(crate) files: Vec<File>,
}

/// One file.
pub(crate) struct File {
    /// The name as reports show it, `config/base.toml`.
    pub(crate) shown: String,
    /// Where it is.
    #[allow(dead_code, reason = "constants find it from the directory of the package")]
    pub(crate) path: PathBuf,
    /// An edit of it is to be noticed, so it is a file that is read, and nothing at which reading waits.
    pub(crate) is_tracked: bool,
    /// `base`, or the name of an environment if there is one of this name.
    pub(crate) stem: String,
    pub(crate) extension: String,
    pub(crate) tree: Tree,
    text: String,
    lines: Lines,
}

/// The formats, by extension.
const EXTENSIONS: [&str; 4] = ["toml", "json", "yaml", "yml"];

/// The longest file, in bytes: what the library reads.
const LONGEST: u64 = 8 << 20;

impl Directory {
    /// Reads a directory: `{stem}.{toml,json,yaml,yml}`, without local, sealed and dotenv files. Of a file whose stem is not
    /// wanted only the name is looked at.
    ///
    /// # Errors
    ///
    /// Fails, with words for it, if there is no such directory.
    pub(crate) fn read(root: &Path, directory: &str, wants: impl Fn(&str) -> bool) -> Result<Self, String> {
        let names = names(&root.join(directory)).map_err(|error| {
            let what = match error.kind() {
                io::ErrorKind::NotFound => "is not there",
                io::ErrorKind::NotADirectory => "is no directory",
                _ => "cannot be read",
            };
            format!("{directory}: {what}; give the directory of the files, from that of Cargo.toml")
        })?;
        let mut files = Vec::new();
        for name in names {
            let Some((stem, extension)) = name.rsplit_once('.') else { continue };
            // allowances and levels: no layer
            if name == "milieu.toml" {
                continue;
            }
            let is_personal = stem == "local" || stem.ends_with(".local");
            if !EXTENSIONS.contains(&extension) || is_personal || stem.ends_with(".sealed") || stem.is_empty() {
                continue;
            }
            let path = root.join(directory).join(&name);
            let shown = format!("{}/{name}", directory.trim_end_matches('/'));
            files.push(File::read(shown, path, (stem, extension), wants(stem)));
        }
        Ok(Self { files })
    }
}

impl File {
    fn read(shown: String, path: PathBuf, (stem, extension): (&str, &str), is_wanted: bool) -> Self {
        let (tree, text) = if is_wanted {
            match text(&path) {
                Ok(text) => (tree(&text, extension), text),
                Err(words) => (Tree::unread(Fault::of_file(words, None)), String::new()),
            }
        } else {
            (Tree::read("", |_, _| {}), String::new())
        };
        let lines = Lines::of(&text);
        let is_tracked = is_wanted && is_regular(&path);
        Self { shown, path, is_tracked, stem: stem.to_owned(), extension: extension.to_owned(), tree, text, lines }
    }

    /// Line and column of a byte.
    pub(crate) fn place(&self, at: u32) -> (u32, u32) {
        self.lines.place(&self.text, at)
    }

    /// What is wrong with the file, a line each, as reports show it.
    #[allow(dead_code, reason = "what is held against a type is told with what that finds")]
    pub(crate) fn faults(&self) -> impl Iterator<Item = String> {
        self.tree.faults.iter().map(|fault| {
            let message = fault.message();
            match fault.at.map(|at| self.place(at)) {
                Some((line, column)) => format!("{}:{line}:{column}: {message}", self.shown),
                None => format!("{}: {message}", self.shown),
            }
        })
    }
}

fn tree(text: &str, extension: &str) -> Tree {
    match extension {
        "toml" => Tree::read(text, |text, sink| milieu_format::toml::read(text, sink)),
        "json" => Tree::read(text, |text, sink| milieu_format::json::read(text, sink)),
        #[cfg(feature = "yaml")]
        _ => Tree::read(text, |text, sink| milieu_format::yaml::read(text, sink)),
        #[cfg(not(feature = "yaml"))]
        _ => {
            let words = "is YAML, which this build of milieu does not read";
            Tree::unread(Fault::of_file(words, Some("enable the feature yaml")))
        }
    }
}

/// Whether it is a file that rustc can read too: it would wait for ever at a pipe.
#[expect(clippy::disallowed_methods, reason = "the macros look at the files that they are told")]
fn is_regular(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_file())
}

/// The names in a directory, sorted.
#[expect(clippy::disallowed_methods, reason = "the macros look at the directories that they are told")]
fn names(directory: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory)? {
        // a name that is no Unicode is that of no environment
        names.extend(entry?.file_name().into_string());
    }
    names.sort();
    Ok(names)
}

/// The text of a file, or why there is none, in the words of the library.
#[expect(clippy::disallowed_methods, reason = "the macros read the files that they are told")]
fn text(path: &Path) -> Result<String, &'static str> {
    let about = fs::metadata(path).map_err(|error| words(&error))?;
    if about.is_dir() {
        return Err("is a directory, and a file was expected");
    }
    if !about.is_file() {
        return Err("is neither a file nor a link to one");
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| words(&error))?;
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| words(&error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LONGEST) {
        return Err("is larger than 8 MiB, the most that a configuration file may have");
    }
    String::from_utf8(bytes).map_err(|_| "holds bytes that are not UTF-8")
}

fn words(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "is not there",
        io::ErrorKind::PermissionDenied => "cannot be read: permission denied",
        _ => "cannot be read",
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{Directory, Tree};

    /// A directory below the target directory, with these files.
    fn directory(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
        let root = std::env::temp_dir().join(format!("milieu-derive-{}-{name}", std::process::id()));
        fs::create_dir_all(root.join("config")).unwrap();
        for (name, bytes) in files {
            fs::write(root.join("config").join(name), bytes).unwrap();
        }
        root
    }

    #[test]
    fn files_of_one_person_and_sealed_ones_are_not_looked_at() {
        let root = directory(
            "names",
            &[
                ("staging.json", b"{}"),
                ("base.toml", b"a = 1"),
                ("local.toml", b"hunter2-CANARY"),
                ("development.local.toml", b"hunter2-CANARY"),
                ("production.sealed.toml", b"hunter2-CANARY"),
                (".env", b"hunter2-CANARY"),
                (".toml", b"hunter2-CANARY"),
                ("README.md", b"hunter2-CANARY"),
                ("other.toml", b"hunter2-CANARY"),
            ],
        );
        let read = Directory::read(&root, "config/", |stem| stem != "other").unwrap_or_else(|words| panic!("{words}"));
        let shown: Vec<_> = read.files.iter().map(|file| file.shown.as_str()).collect();
        assert_eq!(shown, ["config/base.toml", "config/other.toml", "config/staging.json"]);
        assert!(read.files.iter().all(|file| file.faults().next().is_none()));
        assert_eq!((read.files[0].stem.as_str(), read.files[0].extension.as_str()), ("base", "toml"));
        assert_eq!(read.files[0].tree.inside(Tree::ROOT).len(), 1);
        assert!(read.files[1].tree.inside(Tree::ROOT).is_empty() && read.files[1].path.ends_with("config/other.toml"));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_is_wrong_with_a_file_is_told_with_its_place() {
        let root = directory(
            "faults",
            &[
                ("a.toml", b"x = 1\n  x = 2"),
                ("b.toml", b"\xff"),
                ("c.json", b"{\n \"k\": hunter2}"),
                ("d.yaml", b"a: 1"),
            ],
        );
        let read = Directory::read(&root, "config", |_| true).unwrap_or_else(|words| panic!("{words}"));
        let faults: Vec<_> = read.files.iter().flat_map(super::File::faults).collect();
        let mut expected = vec![
            "config/a.toml:2:3: sets a key that this source has set before; keep one of the two [duplicate-key]",
            "config/b.toml: holds bytes that are not UTF-8",
            "config/c.json:2:7: is not well-formed here: expected a value",
        ];
        if cfg!(not(feature = "yaml")) {
            expected.push("config/d.yaml: is YAML, which this build of milieu does not read; enable the feature yaml");
        }
        assert_eq!(faults, expected);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_directory_that_is_not_there_is_named() {
        let error = Directory::read(&std::env::temp_dir(), "milieu-no-such", |_| true).err();
        let words = "milieu-no-such: is not there; give the directory of the files, from that of Cargo.toml";
        assert_eq!(error.as_deref(), Some(words));
    }
}
