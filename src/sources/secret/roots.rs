//! The directories that hold secret files, and reading a file below one of them or anywhere.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::preset::{Preset, SecretFiles};
use super::read::{Contents, Refused, Unfit, read};
use crate::finding::{Finding, Level};
use crate::levels::CREDENTIAL_FILE_MODE;
use crate::rules::Rules;
use crate::sources::files::Files;
use crate::sources::open::{Directory, Links, is_link, open};
use crate::stack::Secret;
use crate::tier::Tier;
use crate::vars::Vars;

/// Where Docker and Kubernetes mount secrets by convention.
const MOUNTED: [&str; 2] = ["/run/secrets", "/var/run/secrets"];

/// The directories that hold secret files, for one load.
pub(crate) struct Roots<'a> {
    pub(super) files: &'a Files,
    roots: Vec<SecretFiles>,
    tier: Tier,
    rules: &'a Rules,
    /// Directories that were opened in this load: all files of one come from one generation.
    opened: RefCell<Vec<(PathBuf, Rc<Directory>)>>,
    /// Where files lie that variables name, each once.
    named: RefCell<Vec<PathBuf>>,
}

impl<'a> Roots<'a> {
    /// Those that the application names, then those of convention: the one that a variable names, and, where it is said, those that are
    /// mounted.
    pub(crate) fn new(
        files: &'a Files,
        given: &[SecretFiles],
        conventions: Option<(&Vars, bool)>,
        tier: Tier,
        rules: &'a Rules,
    ) -> Self {
        let mut roots = given.to_vec();
        let mut add = |directory: Cow<'static, Path>, preset| {
            if !roots.iter().any(|root| root.directory().as_os_str() == directory.as_os_str()) {
                roots.push(SecretFiles::by_convention(directory, preset));
            }
        };
        if let Some((vars, is_mounted)) = conventions {
            if let Some(path) = vars.get("CREDENTIALS_DIRECTORY").filter(|path| !path.is_empty()) {
                add(Cow::Owned(path.into()), Preset::Systemd);
            }
            let mounted = MOUNTED.iter().filter(|_| is_mounted);
            mounted.for_each(|path| add(Cow::Borrowed(Path::new(path)), Preset::Orchestrator));
        }
        Self { files, roots, tier, rules, opened: RefCell::default(), named: RefCell::default() }
    }

    /// Whether a directory is there at all.
    pub(crate) fn has(&self, root: &SecretFiles) -> bool {
        match self.files.names_in_memory(root.directory()) {
            Some(names) => names.is_some(),
            None => self.directory(root.directory(), root.preset()).is_ok(),
        }
    }

    /// The directories whose files are layers; `/var/run` is mostly `/run` by another name, so it is not read twice.
    pub(crate) fn layers(&self) -> impl Iterator<Item = &SecretFiles> {
        self.roots.iter().filter(|root| root.is_given() || root.directory() != Path::new(MOUNTED[1]))
    }

    /// Reads the file that a variable names for a credential, and remembers where it lies.
    pub(crate) fn read_named(&self, path: &Path) -> Result<Contents, Refused> {
        let contents = self.read_path(path)?;
        let mut named = self.named.borrow_mut();
        if let Some(directory) = path.parent().filter(|directory| !named.iter().any(|one| one == directory)) {
            named.push(directory.to_path_buf());
        }
        Ok(contents)
    }

    /// The directories of files that variables name, less those that are layers.
    pub(super) fn named_directories(&self) -> Vec<PathBuf> {
        let named = self.named.borrow();
        let is_layer = |directory: &Path| self.layers().any(|root| root.directory() == directory);
        named.iter().filter(|directory| !is_layer(directory)).cloned().collect()
    }

    /// Reads a file that is known by its path.
    pub(super) fn read_path(&self, path: &Path) -> Result<Contents, Refused> {
        if let Some(bytes) = self.files.in_memory(path) {
            return bytes;
        }
        let above = self.roots.iter().filter(|root| path.starts_with(root.directory()));
        let root = above.max_by_key(|root| root.directory().as_os_str().len());
        let preset = root.map_or(Preset::Strict, SecretFiles::preset);
        match (path.parent(), path.file_name(), root) {
            (Some(parent), Some(name), Some(_)) => self.read_in(parent, Path::new(name), preset),
            _ => {
                let around = path.parent().and_then(|parent| Directory::open(parent, Links::Followed).ok());
                self.judged(preset, around.as_ref(), |links| open(path, links))
            }
        }
    }

    /// Reads a file of a directory.
    pub(super) fn read_in(&self, directory: &Path, name: &Path, preset: Preset) -> Result<Contents, Refused> {
        if let Some(bytes) = self.files.in_memory(&directory.join(name)) {
            return bytes;
        }
        let opened = self.directory(directory, preset)?;
        self.read_below(&opened, name, preset)
    }

    /// Reads a file of an open directory.
    pub(super) fn read_below(&self, opened: &Directory, name: &Path, preset: Preset) -> Result<Contents, Refused> {
        self.judged(preset, Some(opened), |links| opened.open_below(name, links))
    }

    fn judged(
        &self,
        preset: Preset,
        around: Option<&Directory>,
        open: impl Fn(Links) -> io::Result<std::fs::File>,
    ) -> Result<Contents, Refused> {
        if preset.follows_links() {
            return read(open(Links::Beneath)?, around, preset);
        }
        match open(Links::Refused) {
            Ok(file) => read(file, around, preset),
            // in development a link is a warning, and then it is followed
            Err(error) if is_link(&error) && self.tier == Tier::Development => {
                let mut contents = read(open(Links::Beneath)?, around, preset)?;
                contents.unfit.push(Unfit::Link);
                Ok(contents)
            }
            Err(error) if is_link(&error) => {
                Ok(Contents { bytes: zeroize::Zeroizing::default(), unfit: vec![Unfit::Link] })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a directory once a load. Kubernetes swaps `..data` for another when it updates: what is read through the open
    /// directory stays what it was.
    pub(super) fn directory(&self, path: &Path, preset: Preset) -> io::Result<Rc<Directory>> {
        if let Some((_, opened)) = self.opened.borrow().iter().find(|(other, _)| other.as_os_str() == path.as_os_str())
        {
            return Ok(Rc::clone(opened));
        }
        let mut opened = match self.above(path) {
            Some((root, rest)) => {
                let links = if preset.follows_links() { Links::Beneath } else { Links::Refused };
                self.directory(root, preset)?.directory_below(rest, links)?
            }
            None => Directory::open(path, Links::Followed)?,
        };
        if preset.follows_links() {
            if let Ok(generation) = opened.directory_below(Path::new("..data"), Links::Beneath) {
                opened = generation;
            }
        }
        let opened = Rc::new(opened);
        self.opened.borrow_mut().push((path.to_path_buf(), Rc::clone(&opened)));
        Ok(opened)
    }
}

impl Roots<'_> {
    /// The root that a directory lies below, and the way from there.
    fn above<'p>(&self, path: &'p Path) -> Option<(&Path, &'p Path)> {
        let roots = self.roots.iter().map(SecretFiles::directory);
        let is_longer = |root: &&Path| path.as_os_str().len() > root.as_os_str().len();
        let below = roots.filter(is_longer).filter_map(|root| Some((root, path.strip_prefix(root).ok()?)));
        below.filter(|(_, rest)| !rest.as_os_str().is_empty()).max_by_key(|(root, _)| root.as_os_str().len())
    }

    /// Keeps what was read for the credential of a key, or a mark that it was refused; what speaks against it is found.
    pub(crate) fn keep(
        &self,
        contents: Result<Contents, Refused>,
        key: impl Fn() -> String,
        find: &mut dyn FnMut(Finding),
    ) -> Secret {
        let contents = match contents {
            Ok(contents) => contents,
            Err(why) => {
                find(Finding::new(why.to_string()));
                return Secret::refused();
            }
        };
        let level = self.rules.level(CREDENTIAL_FILE_MODE);
        let mut is_refused = false;
        for unfit in &contents.unfit {
            // what cannot be judged does not speak against the file
            let level = if *unfit == Unfit::NotJudged { Level::Warn.min(level) } else { level };
            is_refused |= level == Level::Deny && self.rules.level_at(CREDENTIAL_FILE_MODE, &key) == Level::Deny;
            let finding = Finding::new(unfit.to_string()).with_remedy(unfit.remedy());
            find(finding.with_check(CREDENTIAL_FILE_MODE, level));
        }
        if is_refused { Secret::refused() } else { Secret::of_file(contents.bytes) }
    }
}

impl std::fmt::Debug for Roots<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Roots").field("roots", &self.roots).finish_non_exhaustive()
    }
}
