//! The configuration of a process: who loads it, what of a failure stays, and who sees the scope of a test.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, mpsc};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use milieu::testing::Fixture;
use milieu::{Config, Error, Global, Handle, Loaded};

#[derive(Config)]
struct Settings {
    port: u16,
}

/// What the process would load: a port that no scope has.
fn process() -> Result<Loaded<Settings>, Error> {
    on(80)
}

fn on(port: u16) -> Result<Loaded<Settings>, Error> {
    Fixture::new().variable("APP_PORT", port.to_string()).environment("staging").load()
}

fn port(global: &'static Global<Settings>) -> u16 {
    global.get().unwrap().port
}

#[test]
fn of_threads_that_race_one_loads_and_all_get_the_same() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    static GLOBAL: Global<Settings> = Global::new(|| {
        CALLS.fetch_add(1, Ordering::Relaxed);
        thread::sleep(Duration::from_millis(20));
        process()
    });
    let barrier = Barrier::new(8);
    let ask = || {
        barrier.wait();
        let settings: &Loaded<Settings> = &GLOBAL.get().unwrap();
        std::ptr::from_ref(&**settings).addr()
    };
    let addresses: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(CALLS.load(Ordering::Relaxed), 1);
    assert!(addresses.iter().all(|address| *address == addresses[0]));
}

#[test]
fn a_failure_is_said_to_whoever_asks_and_does_not_stay() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    static GLOBAL: Global<Settings> = Global::new(|| match CALLS.fetch_add(1, Ordering::Relaxed) {
        0 => Fixture::new().environment("staging").load(),
        1 => panic!("the function itself fails"),
        _ => process(),
    });
    assert_eq!(format!("{GLOBAL:?}"), "Global(not loaded)");
    let error = GLOBAL.get().unwrap_err();
    assert!(error.to_string().contains("port: is required and no layer sets it"), "{error}");
    assert!(catch_unwind(|| GLOBAL.get().is_ok()).is_err());
    assert_eq!((port(&GLOBAL), port(&GLOBAL)), (80, 80));
    assert_eq!(CALLS.load(Ordering::Relaxed), 3);
    assert_eq!(format!("{GLOBAL:?}"), "Global(Loaded(staging, 1 layers, 0 findings))");
}

#[test]
fn a_function_that_asks_for_what_it_loads_is_told_so() {
    static GLOBAL: Global<Settings> = Global::new(|| {
        GLOBAL.get()?;
        process()
    });
    for _ in 0..2 {
        let error = GLOBAL.get().unwrap_err();
        assert_eq!(
            error.to_string(),
            "Global<suite::global::Settings>: is asked for by the function that loads it; let that function load by a \
             Loader, and take what it needs from nowhere else"
        );
        assert!(!error.is_environment(), "the environment is not what is wrong");
    }
}

#[test]
fn two_that_want_each_other_are_told_so_on_whatever_threads() {
    static LOADING: Barrier = Barrier::new(2);
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    /// Comes back once both are being loaded.
    fn meet() {
        if CALLS.fetch_add(1, Ordering::Relaxed) < 2 {
            LOADING.wait();
        }
    }
    static LEFT: Global<Settings> = Global::new(|| {
        meet();
        RIGHT.get()?;
        process()
    });
    static RIGHT: Global<Settings> = Global::new(|| {
        meet();
        LEFT.get()?;
        process()
    });
    let (said, heard) = mpsc::channel();
    for global in [&LEFT, &RIGHT] {
        let said = said.clone();
        thread::spawn(move || said.send(global.get().map(drop).map_err(|error| error.to_string())));
    }
    // whoever closes the circle is told; the other one then calls both functions by itself, which is a circle again
    for _ in 0..2 {
        let result = heard.recv_timeout(Duration::from_secs(60)).expect("nobody waits for ever");
        assert!(result.is_err_and(|error| error.contains("is asked for by the function that loads it")));
    }
}

#[test]
fn a_scope_is_seen_on_its_thread_and_nowhere_else() {
    static GLOBAL: Global<Settings> = Global::new(process);
    static OTHER: Global<Settings> = Global::new(process);
    GLOBAL.scoped(on(81).unwrap(), || {
        assert_eq!(port(&GLOBAL), 81);
        assert_eq!(port(&OTHER), 80, "another global of the same type has a scope of its own");
        assert_eq!(thread::spawn(|| port(&GLOBAL)).join().unwrap(), 80);
        GLOBAL.scoped(on(82).unwrap(), || {
            OTHER.scoped(on(83).unwrap(), || assert_eq!((port(&GLOBAL), port(&OTHER)), (82, 83)));
            assert_eq!((port(&GLOBAL), port(&OTHER)), (82, 80));
        });
        assert_eq!(port(&GLOBAL), 81);
    });
    assert_eq!(port(&GLOBAL), 80);
}

#[test]
fn scopes_of_two_types_do_not_meet() {
    #[derive(Config)]
    struct Tools {
        name: String,
    }
    static SETTINGS: Global<Settings> = Global::new(process);
    static TOOLS: Global<Tools> = Global::new(|| Fixture::new().variable("APP_NAME", "a").environment("test").load());
    let tools = Fixture::new().variable("APP_NAME", "b").environment("test").load().unwrap();
    TOOLS.scoped(tools, || {
        SETTINGS.scoped(on(81).unwrap(), || {
            assert_eq!((port(&SETTINGS), TOOLS.get().unwrap().name.as_str()), (81, "b"));
        });
    });
    assert_eq!((port(&SETTINGS), TOOLS.get().unwrap().name.as_str()), (80, "a"));
}

#[test]
fn a_scope_needs_no_process_that_could_load() {
    static GLOBAL: Global<Settings> = Global::new(|| panic!("loaded for real"));
    assert_eq!(GLOBAL.scoped(on(81).unwrap(), || port(&GLOBAL)), 81);
}

#[test]
fn a_panic_ends_the_scopes_that_it_leaves() {
    static GLOBAL: Global<Settings> = Global::new(process);
    GLOBAL.scoped(on(81).unwrap(), || {
        let inner = || GLOBAL.scoped(on(82).unwrap(), || GLOBAL.scoped(on(83).unwrap(), || panic!("in a scope")));
        assert!(catch_unwind(AssertUnwindSafe(inner)).is_err());
        assert_eq!(port(&GLOBAL), 81);
    });
    assert_eq!(port(&GLOBAL), 80);
}

#[test]
fn a_handle_outlives_its_scope() {
    static GLOBAL: Global<Settings> = Global::new(process);
    let kept: Handle<Settings> = GLOBAL.scoped(on(81).unwrap(), || GLOBAL.get().unwrap());
    let ended = thread::spawn(|| GLOBAL.scoped(on(82).unwrap(), || GLOBAL.get().unwrap())).join().unwrap();
    assert_eq!((kept.port, kept.clone().port, ended.port, port(&GLOBAL)), (81, 81, 82, 80));
}

#[test]
fn what_the_process_loads_sees_no_scope() {
    static GLOBAL: Global<Settings> = Global::new(process);
    static ABOVE: Global<Settings> = Global::new(|| on(port(&GLOBAL) + 1000));
    GLOBAL.scoped(on(81).unwrap(), || {
        assert_eq!(port(&ABOVE), 1080, "it would stay after the scope");
        assert_eq!(port(&GLOBAL), 81);
    });
}

#[test]
fn a_value_that_asks_when_it_goes_finds_an_answer() {
    struct Last(u16);
    impl<'de> serde::Deserialize<'de> for Last {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            u16::deserialize(deserializer).map(Self)
        }
    }
    impl Drop for Last {
        fn drop(&mut self) {
            assert_eq!((self.0, port(&GLOBAL)), (81, 80));
        }
    }
    #[derive(Config)]
    struct Going {
        #[allow(dead_code, reason = "it is there to go")]
        port: Last,
    }
    static GLOBAL: Global<Settings> = Global::new(process);
    static GOING: Global<Going> = Global::new(|| panic!("loaded for real"));
    let going = Fixture::new().variable("APP_PORT", "81").environment("test").load().unwrap();
    GOING.scoped(going, || assert_eq!(GOING.get().unwrap().port.0, 81));
}

/// Asks before and after others have run.
async fn twice(global: &'static Global<Settings>) -> [u16; 2] {
    let before = port(global);
    tokio::task::yield_now().await;
    tokio::time::sleep(Duration::from_millis(1)).await;
    [before, port(global)]
}

#[tokio::test]
async fn tasks_that_take_turns_on_one_thread_keep_their_scopes() {
    static GLOBAL: Global<Settings> = Global::new(process);
    let [first, second] = [81, 82].map(|port| GLOBAL.scoped_async(on(port).unwrap(), twice(&GLOBAL)));
    let spawned = tokio::spawn(GLOBAL.scoped_async(on(83).unwrap(), async {
        let outside = tokio::spawn(twice(&GLOBAL)).await.unwrap();
        let inner = GLOBAL.scoped_async(on(84).unwrap(), twice(&GLOBAL)).await;
        (outside, inner, port(&GLOBAL))
    }));
    let (first, second, plain, spawned) = tokio::join!(first, second, twice(&GLOBAL), spawned);
    assert_eq!((first, second, plain), ([81; 2], [82; 2], [80; 2]));
    assert_eq!(spawned.unwrap(), ([80; 2], [84; 2], 83));
}

#[test]
fn a_future_takes_its_scope_from_thread_to_thread() {
    static GLOBAL: Global<Settings> = Global::new(process);
    let mut future = Box::pin(GLOBAL.scoped_async(on(81).unwrap(), async {
        let before = port(&GLOBAL);
        tokio::task::yield_now().await;
        (before, port(&GLOBAL))
    }));
    // a runtime is only needed for what wakes, and nobody waits here
    let mut poll = || future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(poll().is_pending());
    assert_eq!(port(&GLOBAL), 80);
    let ready = thread::scope(|scope| scope.spawn(|| (poll(), port(&GLOBAL))).join().unwrap());
    assert!(matches!(ready, (Poll::Ready((81, 81)), 80)));
}

#[test]
fn a_future_that_is_dropped_half_way_leaves_nothing_behind() {
    struct Last(mpsc::Sender<u16>);
    impl Drop for Last {
        fn drop(&mut self) {
            let _ = self.0.send(port(&GLOBAL));
        }
    }
    static GLOBAL: Global<Settings> = Global::new(process);
    let (said, heard) = mpsc::channel();
    {
        let mut future = pin!(GLOBAL.scoped_async(on(81).unwrap(), async {
            let _last = Last(said);
            std::future::pending::<()>().await;
        }));
        assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(port(&GLOBAL), 80);
    }
    assert_eq!(heard.recv().unwrap(), 81, "what goes with the future is still inside");
    assert_eq!(port(&GLOBAL), 80);
}

#[test]
fn a_future_that_panics_leaves_nothing_behind() {
    static GLOBAL: Global<Settings> = Global::new(process);
    let mut future = Box::pin(GLOBAL.scoped_async(on(81).unwrap(), async { panic!("in {}", port(&GLOBAL)) }));
    let poll = || future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let panic = catch_unwind(AssertUnwindSafe(poll)).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>().unwrap(), "in 81");
    assert_eq!(port(&GLOBAL), 80);
}

#[test]
fn a_program_with_scopes_or_fixtures_says_so_itself() {
    let found = milieu::artifact::read(std::env::current_exe().unwrap()).unwrap();
    let found: Vec<_> = found.dev_only().collect();
    for door in ["milieu::Global::scoped", "milieu::testing::Fixture::loader"] {
        assert!(found.contains(&door), "{found:?}");
    }
}
