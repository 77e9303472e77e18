//! Scopes of tests: a configuration of their own, on one thread or in one task, that nobody else sees.

use std::any::Any;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use crate::artifact::record::SCOPED;
use crate::loader::Loaded;

use super::Global;

/// How many scopes are entered in the process. What a thread has entered itself it sees, whatever the ordering; of those of others
/// it need not know.
static ENTERED: AtomicUsize = AtomicUsize::new(0);

/// One scope: the global whose place it takes, and what it has.
type Scope = (usize, Box<dyn Any>);

thread_local! {
    /// The scopes of this thread, the innermost last.
    static SCOPES: RefCell<Vec<Scope>> = const { RefCell::new(Vec::new()) };
}

/// By feature `testing`.
impl<T> Global<T> {
    /// Runs a function with this configuration in place of the process's: on this thread, until the function returns or panics.
    ///
    /// Nothing is loaded, nothing of the process changes, and tests that run beside this one see nothing of it. Scopes nest: the
    /// innermost one of this global counts, and one of another global, be it of the same type, is of no concern to it. A thread or a
    /// task that the function starts is outside; give it a scope of its own.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// use milieu::testing::Fixture;
    ///
    /// static SETTINGS: milieu::Global<Settings> = milieu::Global::new(|| milieu::app!("shop").load());
    ///
    /// fn banner() -> Result<String, milieu::Error> {
    ///     let settings = SETTINGS.get()?;
    ///     Ok(format!("{} of {}", settings.port, settings.environment()))
    /// }
    ///
    /// let staging = Fixture::new().variable("APP_PORT", "81").environment("staging").load::<Settings>()?;
    /// assert_eq!(SETTINGS.scoped(staging, banner)?, "81 of staging");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn scoped<R>(&'static self, loaded: Loaded<T>, run: impl FnOnce() -> R) -> R {
        let _entered = Entered::new(self, loaded);
        run()
    }

    /// As [`scoped`](Self::scoped), for a future: this configuration counts while the future is polled, on whatever thread, and
    /// while it is dropped. Between two polls nothing is entered, so a future that is dropped half-way leaves nothing behind.
    ///
    /// It needs no particular runtime. A task that the future spawns is outside.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// # use milieu::testing::Fixture;
    /// static SETTINGS: milieu::Global<Settings> = milieu::Global::new(|| milieu::app!("shop").load());
    ///
    /// async fn port() -> Result<u16, milieu::Error> {
    ///     Ok(SETTINGS.get()?.port)
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let staging = Fixture::new().variable("APP_PORT", "81").environment("staging").load::<Settings>()?;
    /// assert_eq!(SETTINGS.scoped_async(staging, port()).await?, 81);
    /// # Ok::<(), milieu::Error>(())
    /// # })?;
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn scoped_async<F: Future>(&'static self, loaded: Loaded<T>, future: F) -> impl Future<Output = F::Output> {
        Scoped { global: self, loaded, future: Some(Box::pin(future)) }
    }
}

/// What this thread has in place of the process's configuration.
#[inline]
pub(super) fn innermost<T>(global: &'static Global<T>) -> Option<Loaded<T>> {
    // outside of tests this is all
    if ENTERED.load(Ordering::Relaxed) == 0 { None } else { find(global) }
}

#[cold]
fn find<T>(global: &'static Global<T>) -> Option<Loaded<T>> {
    let address = global.address();
    let found = SCOPES.try_with(|scopes| {
        let scopes = scopes.borrow();
        let (_, loaded) = scopes.iter().rev().find(|(other, _)| *other == address)?;
        loaded.downcast_ref::<Loaded<T>>().cloned()
    });
    // a thread that is about to end has no scopes
    found.ok().flatten()
}

/// A scope of this thread, until it is dropped.
struct Entered {
    /// How many scopes there were before.
    outer: usize,
}

impl Entered {
    fn new<T>(global: &'static Global<T>, loaded: Loaded<T>) -> Self {
        // a program that can do this is none to deploy, and `artifact::verify` says so
        std::hint::black_box(SCOPED);
        ENTERED.fetch_add(1, Ordering::Relaxed);
        let scope: Scope = (global.address(), Box::new(loaded));
        let outer = SCOPES.try_with(|scopes| {
            let mut scopes = scopes.borrow_mut();
            scopes.push(scope);
            scopes.len() - 1
        });
        Self { outer: outer.unwrap_or_default() }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let ended = SCOPES.try_with(|scopes| {
            let mut scopes = scopes.borrow_mut();
            let outer = self.outer.min(scopes.len());
            scopes.split_off(outer)
        });
        ENTERED.fetch_sub(1, Ordering::Relaxed);
        // only now, since a value of somebody's type may ask for a configuration when it goes
        drop(ended);
    }
}

/// All scopes of this thread set aside, until it is dropped.
pub(super) struct Hidden(Vec<Scope>);

impl Hidden {
    pub(super) fn new() -> Self {
        Self(SCOPES.try_with(RefCell::take).unwrap_or_default())
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        let scopes = std::mem::take(&mut self.0);
        let _ = SCOPES.try_with(|all| all.replace(scopes));
    }
}

/// A future whose scope is entered whenever it runs.
struct Scoped<T: 'static, F> {
    global: &'static Global<T>,
    loaded: Loaded<T>,
    /// `None` only while it is dropped. In a box, so that no pin has to be projected.
    future: Option<Pin<Box<F>>>,
}

impl<T, F: Future> Future for Scoped<T, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.get_mut();
        let _entered = Entered::new(this.global, this.loaded.clone());
        match &mut this.future {
            Some(future) => future.as_mut().poll(context),
            None => Poll::Pending,
        }
    }
}

impl<T, F> Drop for Scoped<T, F> {
    fn drop(&mut self) {
        let _entered = Entered::new(self.global, self.loaded.clone());
        self.future = None;
    }
}
