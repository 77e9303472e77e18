//! Synthetic configurations of several sizes, made of the same few shapes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use milieu::testing::Fixture;
use milieu::{Config, Embedded, Loaded, Loader, embed_layers};

/// Twenty keys.
#[derive(Config)]
#[expect(dead_code, reason = "it is loaded, not looked at")]
pub(crate) struct Small {
    name: String,
    host: String,
    port: u16,
    debug: bool,
    tags: Vec<String>,
    first: Service,
}

/// Fifteen keys.
#[derive(Config)]
#[expect(dead_code, reason = "it is loaded, not looked at")]
pub(crate) struct Service {
    image: String,
    replicas: u32,
    enabled: bool,
    port: u16,
    owner: String,
    cpu: f64,
    memory_mb: u64,
    tags: Vec<String>,
    limits: Limits,
}

#[derive(Config)]
#[expect(dead_code, reason = "it is loaded, not looked at")]
pub(crate) struct Limits {
    max_connections: u32,
    burst: u32,
    per_second: f64,
    strict: bool,
    #[config(default = "fair")]
    policy: String,
    #[config(default = 30)]
    idle: u16,
    windows: Vec<u32>,
}

/// Services by name.
#[derive(Config)]
#[expect(dead_code, reason = "it is loaded, not looked at")]
pub(crate) struct Many {
    services: BTreeMap<String, Service>,
}

/// One table of numbers.
#[derive(Config)]
#[expect(dead_code, reason = "it is loaded, not looked at")]
pub(crate) struct Flat {
    table: BTreeMap<String, u32>,
}

/// A loader that is ready to load.
pub(crate) struct Workload {
    loader: Loader,
    load: fn(&Loader) -> usize,
}

impl Workload {
    /// Loads; the number only keeps the work from being left out.
    pub(crate) fn load(&self) -> usize {
        (self.load)(&self.loader)
    }
}

fn size<T: Config>(loader: &Loader) -> usize {
    let loaded: Loaded<T> = loader.load().expect("the workload loads");
    loaded.findings().len() + size_of_val(&*loaded)
}

/// All environments, each inspected, and compared, to the last word of the report: `check --all`.
fn check_all<T: Config>(loader: &Loader) -> usize {
    loader.check_all::<T>().to_string().len()
}

/// As [`check_all`], without a type.
fn check_all_plain(loader: &Loader) -> usize {
    loader.check_all_plain().to_string().len()
}

fn service(out: &mut String, name: &str, number: usize) {
    let _ = write!(
        out,
        "\n# settings of {name}\n[{name}]\nimage = \"registry.example/{name}:{number}\"\nreplicas = {number}\nenabled = true\n\
         port = {}\nowner = \"team {number}\"\ncpu = 1.5\nmemory_mb = 2048\ntags = [\"a\", \"b {number}\"]\n\n\
         [{name}.limits]\nmax_connections = 512\nburst = {number}\nper_second = 12.25\nstrict = false\nwindows = [1, 5, 15]\n",
        1024 + number,
    );
}

fn override_of(out: &mut String, name: &str, number: usize) {
    let _ = write!(out, "\n[{name}]\nreplicas = {}\n[{name}.limits]\nburst = {}\n", number + 1, number + 2);
}

/// All workloads, by name: base file, environment file, variables.
pub(crate) fn workloads() -> Vec<(&'static str, Workload)> {
    let fixture =
        |base: String, own: String| Fixture::new().file("config/base.toml", base).file("config/staging.toml", own);
    let mut small = String::from("name = \"shop\"\nhost = \"localhost\"\nport = 80\ndebug = true\ntags = [\"a\"]\n");
    service(&mut small, "first", 1);
    let small = fixture(small, "port = 81\n".to_owned()).variable("APP_HOST", "h").variable("APP_FIRST_CPU", "2");
    let texts = |count: usize| {
        let (mut base, mut own) = (String::new(), String::new());
        for number in 0..count {
            service(&mut base, &format!("services.service-{number}"), number);
            if number % 3 == 0 {
                override_of(&mut own, &format!("services.service-{number}"), number);
            }
        }
        (base, own)
    };
    let many = |(base, own): (String, String), variables: usize| {
        let mut fixture = fixture(base, own);
        for number in 0..variables {
            fixture = fixture.variable(&format!("APP_SERVICES_SERVICE_{number}_CPU"), number.to_string());
        }
        fixture
    };
    let flat = |keys: usize, variables: usize| {
        let mut base = String::from("[table]\n");
        for number in 0..keys {
            let _ = writeln!(base, "key_{number} = {number}");
        }
        let mut fixture = fixture(base, String::new());
        for number in 0..variables {
            fixture = fixture.variable(&format!("APP_TABLE_KEY_{number}"), number.to_string());
        }
        fixture
    };
    // four environments, each with a file of its own that changes a part of the base
    let four = |count: usize| {
        let (mut base, mut fixture) = (String::new(), Fixture::new());
        for number in 0..count {
            service(&mut base, &format!("services.service-{number}"), number);
        }
        for (at, environment) in ["development", "test", "staging", "production"].into_iter().enumerate() {
            let mut own = String::new();
            for number in (at..count).step_by(3) {
                override_of(&mut own, &format!("services.service-{number}"), number);
            }
            fixture = fixture.file(format!("config/{environment}.toml"), own);
        }
        fixture.file("config/base.toml", base)
    };
    let of = |fixture: Fixture, load| Workload { loader: fixture.environment("staging"), load };
    // compiled in, from files that are the generated ones
    const MEDIUM: Embedded = embed_layers!("benches/workload/medium");
    let written = (include_str!("medium/base.toml").to_owned(), include_str!("medium/staging.toml").to_owned());
    assert_eq!(texts(13), written, "benches/workload/medium is to hold what is generated here");
    let embedded = many((String::new(), String::new()), 10).environment("staging").embedded(MEDIUM);
    vec![
        ("small", of(small, size::<Small>)),
        ("medium", of(many(texts(13), 10), size::<Many>)),
        ("embedded-medium", Workload { loader: embedded, load: size::<Many> }),
        ("large", of(many(texts(333), 300), size::<Many>)),
        ("flat-500", of(flat(500, 0), size::<Flat>)),
        ("flat-5000", of(flat(5_000, 0), size::<Flat>)),
        ("variables-200", of(flat(5_000, 200), size::<Flat>)),
        ("variables-2000", of(flat(5_000, 2_000), size::<Flat>)),
        ("check-500", of(four(33), check_all::<Many>)),
        ("check-5000", of(four(333), check_all::<Many>)),
        ("check-plain-5000", of(four(333), check_all_plain)),
    ]
}
