//! Which thread is about to have which configurations, so that none waits for itself.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// A thread that asks for a configuration which is not loaded yet. Dropped, it asks no more.
pub(super) struct Asking(());

/// In the order in which they began to ask: of what one thread asks for, it is loading all but the last, which it may wait for.
static ASKED: Mutex<Vec<(ThreadId, usize)>> = Mutex::new(Vec::new());

impl Asking {
    /// Notes that this thread asks; `None` if what it wants waits, over however many threads, for this one.
    pub(super) fn of(wanted: usize) -> Option<Self> {
        let thread = thread::current().id();
        let mut asked = asked();
        if is_circle(&asked, thread, wanted) {
            return None;
        }
        asked.push((thread, wanted));
        Some(Self(()))
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let (thread, mut asked) = (thread::current().id(), asked());
        let last = asked.iter().rposition(|(other, _)| *other == thread);
        last.map(|last| asked.remove(last));
    }
}

fn asked() -> MutexGuard<'static, Vec<(ThreadId, usize)>> {
    ASKED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Follows who loads what is wanted, and what that thread waits for in turn.
fn is_circle(asked: &[(ThreadId, usize)], thread: ThreadId, wanted: usize) -> bool {
    let last = |thread| asked.iter().rev().find(|(other, _)| *other == thread).map(|(_, last)| *last);
    let mut wanted = wanted;
    // there is no circle without this thread, since whoever would have closed one was refused
    for _ in 0..=asked.len() {
        let loads = |(other, at): &&(ThreadId, usize)| {
            *at == wanted && (*other == thread || last(*other).is_some_and(|last| last != wanted))
        };
        match asked.iter().find(loads) {
            None => return false,
            Some((other, _)) if *other == thread => return true,
            Some((other, _)) => wanted = last(*other).unwrap_or(wanted),
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::{Asking, is_circle};

    #[test]
    fn a_circle_is_seen_over_any_number_of_threads() {
        let id = || thread::spawn(|| thread::current().id()).join().unwrap();
        let (a, b, c) = (id(), id(), id());
        let asked = [(a, 1), (b, 2), (c, 3), (a, 2), (b, 3)];
        assert!(is_circle(&asked, c, 1), "c waits for a, which waits for b, which waits for c");
        assert!(is_circle(&asked, c, 3), "c waits for itself");
        assert!(!is_circle(&asked, c, 4));
        // whoever waits for something has not begun to load it
        assert!(!is_circle(&[(a, 1), (b, 2), (a, 2)], c, 1));
        assert!(!is_circle(&[(a, 1), (b, 2), (b, 1)], c, 2));
    }

    #[test]
    fn who_asks_no_more_is_forgotten() {
        const WANTED: usize = usize::MAX;
        let asking = Asking::of(WANTED);
        assert!(asking.is_some() && Asking::of(WANTED).is_none());
        drop(asking);
        assert!(Asking::of(WANTED).is_some());
    }
}
