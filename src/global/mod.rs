//! The configuration of a whole process, loaded by whoever asks first.

mod asking;
#[cfg(feature = "testing")]
mod scope;

use std::any::type_name;
use std::fmt;
use std::ops::Deref;

use once_cell::sync::OnceCell;

use crate::error::Error;
use crate::finding::Finding;
use crate::loader::Loaded;

use asking::Asking;

/// The configuration of a process: a static that loads when it is first asked, and then stays.
///
/// It holds a function, because what a load needs is known at run time. The first [`get`](Self::get) calls it; let `main` do that,
/// so that what is wrong is said at once and not in the middle of a request. Where one function can hand the configuration to
/// another, that is the better way: a static is for places that nothing can be handed to.
///
/// ```no_run
/// # #[derive(milieu::Config)] struct Settings { port: u16 }
/// static SETTINGS: milieu::Global<Settings> = milieu::Global::new(|| milieu::app!("shop").load());
///
/// fn main() -> Result<(), milieu::Error> {
///     let settings = SETTINGS.get()?;
///     println!("{} on {}", settings.port, settings.environment());
///     Ok(())
/// }
/// ```
///
/// | who asks | what happens |
/// |---|---|
/// | first | the function runs, with nothing of any test's scope to be seen |
/// | several threads at once | one runs the function, the others wait for what it says |
/// | after a failure, or a panic of the function | the function runs again: only a success stays |
/// | the function itself, on whatever way, for what it is about to load | an [`Error`] |
/// | two threads, each in a function that wants what the other one loads | an [`Error`] for one of them |
/// | a thread that the function starts and waits for | nobody sees it: it waits for ever |
///
/// Nothing takes the configuration out again or puts another in its place. By feature `testing`, `scoped` and `scoped_async` give a
/// test one of its own, on its own thread or in its own task.
///
/// # What it costs
///
/// Once it is loaded, `get` is one atomic load, and with feature `testing` two; no lock, no count and no look at the thread.
pub struct Global<T: 'static> {
    load: fn() -> Result<Loaded<T>, Error>,
    loaded: OnceCell<Loaded<T>>,
}

impl<T> Global<T> {
    /// Keeps the function that is to load.
    #[must_use]
    pub const fn new(load: fn() -> Result<Loaded<T>, Error>) -> Self {
        Self { load, loaded: OnceCell::new() }
    }

    /// Returns the configuration, loaded by now: that of the process, or inside of a test's scope that of the scope.
    ///
    /// # Errors
    ///
    /// Fails as the function does, and if the function asks for what it is about to load. Of a failure nothing stays: who asks next
    /// has it loaded anew. Never fails once it has not, nor inside of a scope.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// use milieu::{Global, Loader};
    ///
    /// static SETTINGS: Global<Settings> = Global::new(|| Loader::new("shop").environment("test").no_directory().load());
    ///
    /// assert_eq!(SETTINGS.get()?.port, 80);
    /// assert_eq!(SETTINGS.get()?.environment().name(), "test");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[inline]
    pub fn get(&'static self) -> Result<Handle<T>, Error> {
        #[cfg(feature = "testing")]
        if let Some(loaded) = scope::innermost(self) {
            return Ok(Handle(Of::Scope(loaded)));
        }
        match self.loaded.get() {
            Some(loaded) => Ok(Handle(Of::Process(loaded))),
            None => self.first(),
        }
    }

    #[cold]
    fn first(&'static self) -> Result<Handle<T>, Error> {
        let Some(_asking) = Asking::of(self.address()) else {
            let finding = Finding::new("is asked for by the function that loads it")
                .with_key(format!("Global<{}>", type_name::<T>()))
                .with_remedy("let that function load by a Loader, and take what it needs from nowhere else");
            return Err(Error::of_subject("a global configuration", vec![finding]));
        };
        let load = || {
            // what the whole process gets is not made of what one test has for itself
            #[cfg(feature = "testing")]
            let _hidden = scope::Hidden::new();
            (self.load)()
        };
        Ok(Handle(Of::Process(self.loaded.get_or_try_init(load)?)))
    }

    /// What tells it from every other one. It is a static and holds a function, so no other lies there.
    fn address(&'static self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

impl<T> fmt::Debug for Global<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.loaded.get() {
            Some(loaded) => write!(f, "Global({loaded:?})"),
            None => f.write_str("Global(not loaded)"),
        }
    }
}

/// The configuration that a [`Global`] gave: a [`Loaded`], and through it the value.
///
/// That of the process is borrowed for ever. That of a scope is counted: a handle that is kept longer than its scope still has what
/// it was given.
///
/// ```
/// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
/// # use milieu::{Global, Loader};
/// # static SETTINGS: Global<Settings> = Global::new(|| Loader::new("shop").environment("test").no_directory().load());
/// fn port(settings: &Settings) -> u16 {
///     settings.port
/// }
/// let settings = SETTINGS.get()?;
/// assert_eq!(port(&settings), 80);
/// let counted: milieu::Loaded<Settings> = milieu::Loaded::clone(&settings);
/// # assert_eq!(counted.port, 80);
/// # Ok::<(), milieu::Error>(())
/// ```
pub struct Handle<T: 'static>(Of<T>);

enum Of<T: 'static> {
    Process(&'static Loaded<T>),
    #[cfg(feature = "testing")]
    Scope(Loaded<T>),
}

impl<T> Deref for Handle<T> {
    type Target = Loaded<T>;

    #[inline]
    fn deref(&self) -> &Loaded<T> {
        match &self.0 {
            Of::Process(loaded) => loaded,
            #[cfg(feature = "testing")]
            Of::Scope(loaded) => loaded,
        }
    }
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            Of::Process(loaded) => Of::Process(loaded),
            #[cfg(feature = "testing")]
            Of::Scope(loaded) => Of::Scope(loaded.clone()),
        })
    }
}

impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
