//! A word on standard error where something takes long.

use std::io::Write;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What takes less says nothing.
const SECOND: Duration = Duration::from_secs(1);

/// Says that something is at work, once it has taken a second, until it is dropped.
pub(super) struct Busy(Option<(Sender<()>, JoinHandle<()>)>);

impl Busy {
    /// Says these words on standard error; `None` says nothing.
    pub(super) fn new(words: Option<&'static str>) -> Self {
        words.map_or(Self(None), |words| Self::on(anstream::stderr, words, SECOND))
    }

    /// Says these words each time that this has passed.
    fn on<W: Write>(out: impl Fn() -> W + Send + 'static, words: &'static str, pause: Duration) -> Self {
        let (sender, receiver) = channel();
        let begun = Instant::now();
        let thread = std::thread::Builder::new().spawn(move || {
            let mut said = false;
            while let Err(RecvTimeoutError::Timeout) = receiver.recv_timeout(pause) {
                let _ = write!(out(), "\r{words}, {} s", begun.elapsed().as_secs());
                said = true;
            }
            if said {
                let _ = write!(out(), "\r\u{1b}[K");
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

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Seen(Arc<Mutex<Vec<u8>>>);

    impl Seen {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Seen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn busy(seen: &Seen, pause: Duration) -> Busy {
        let seen = seen.clone();
        Busy::on(move || seen.clone(), "checking", pause)
    }

    #[test]
    fn what_takes_long_is_told_and_the_words_are_taken_away_at_the_end() {
        let seen = Seen::default();
        let at_work = busy(&seen, Duration::from_millis(1));
        while !seen.text().contains(" s") {
            std::thread::yield_now();
        }
        drop(at_work);
        let text = seen.text();
        assert!(text.starts_with("\rchecking, 0 s") && text.ends_with("\r\u{1b}[K"), "{text:?}");
    }

    #[test]
    fn what_ends_at_once_says_nothing() {
        let seen = Seen::default();
        drop(busy(&seen, Duration::from_secs(3600)));
        drop(Busy::new(None));
        assert_eq!(seen.text(), "");
    }
}
