//! A word on standard error where something takes long.

use std::io::Write as _;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What takes less says nothing.
const SECOND: Duration = Duration::from_secs(1);

/// Says that something is at work, once it has taken a second, until it is dropped.
pub(super) struct Busy(Option<(Sender<()>, JoinHandle<()>)>);

impl Busy {
    /// Says these words; `None` says nothing.
    pub(super) fn new(words: Option<&'static str>) -> Self {
        let Some(words) = words else { return Self(None) };
        let (sender, receiver) = channel();
        let begun = Instant::now();
        let thread = std::thread::Builder::new().spawn(move || {
            let mut said = false;
            while let Err(RecvTimeoutError::Timeout) = receiver.recv_timeout(SECOND) {
                let _ = write!(anstream::stderr(), "\r{words}, {} s", begun.elapsed().as_secs());
                said = true;
            }
            if said {
                let _ = write!(anstream::stderr(), "\r\u{1b}[K");
            }
        });
        // where there is no thread to be had, nothing is said
        Self(thread.ok().map(|thread| (sender, thread)))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.0.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}
