//! Which program starts as what, with real processes: by itself, by `cargo run`, as a test.

use crate::cargo::Project;

/// An application whose settings can be loaded by its program and by its tests; each test has one of its own.
fn shop(name: &str) -> Project {
    let library = "\
        #[derive(milieu::Config)]\n\
        pub struct Settings { #[config(default = 80)] pub port: u16 }\n\
        pub fn load() -> Result<milieu::Loaded<Settings>, milieu::Error> {\n    \
            milieu::app!(\"shop\").no_directory().load()\n\
        }\n";
    let main = "\
        fn main() -> Result<(), milieu::Error> {\n    \
            println!(\"started as {}\", start_shop::load()?.environment());\n    \
            Ok(())\n\
        }\n";
    let test = "#[test]\nfn loads() { println!(\"{:?}\", start_shop::load().map(|loaded| loaded.environment())); }\n";
    let of_it = |text: &str| text.replace("start_shop", &name.replace('-', "_"));
    Project::application(name, &of_it(main)).file("src/lib.rs", library).file("tests/loads.rs", &of_it(test))
}

const ALL: [&str; 4] = ["development", "test", "staging", "production"];

#[test]
fn each_class_starts_in_its_environments_however_it_is_started() {
    let project = shop("start-shop");
    for class in ["development", "deployable"] {
        let build = ("MILIEU_BUILD", class);
        project.cargo(&["build", "--release"], &[build]).works();
        for environment in ALL {
            let is_deployed = matches!(environment, "staging" | "production");
            let selected = ("SHOP_ENV", environment);
            let by_itself = project.start("release", "start-shop", &[selected]);
            let by_cargo = project.cargo(&["run", "--release"], &[build, selected]);
            if is_deployed && class == "development" {
                by_itself.fails_with(&format!(
                    "build: is a development build, and {environment} runs deployable ones; build it with \
                     MILIEU_BUILD=deployable cargo build --release -p start-shop [unguarded-build]"
                ));
                by_cargo.fails_with("[unguarded-build]");
            } else {
                assert_eq!(by_itself.works().stdout, format!("started as {environment}\n"));
                if is_deployed {
                    by_cargo.fails_with(&format!(
                        "process: was started by cargo, and {environment} runs what was built to be deployed; start the \
                         file itself: MILIEU_BUILD=deployable cargo build --release -p start-shop && \
                         SHOP_ENV={environment} target/release/start-shop [launched-by-cargo]"
                    ));
                } else {
                    by_cargo.works();
                }
            }
        }
        project.start("release", "start-shop", &[("SHOP_ENV", "prodution")]).fails_with("did you mean production?");
        // unset: what starts by itself has to be told, but for a development build in a target directory
        let unset = project.start("release", "start-shop", &[]);
        if class == "development" {
            unset.works();
        } else {
            unset.fails_with("SHOP_ENV: is not set");
        }
    }
}

#[test]
fn no_test_runs_as_staging_or_production() {
    let project = shop("start-tests");
    for class in ["development", "deployable"] {
        let arguments = ["test", "--release", "--test", "loads", "--", "--nocapture"];
        // cargo takes what comes before the two dashes
        let arguments = [&arguments[..4], &["--offline"], &arguments[4..]].concat();
        for environment in ["staging", "production"] {
            let ran = project.run(&arguments, &[("MILIEU_BUILD", class), ("SHOP_ENV", environment)]).works();
            let words = format!("process: is a test, and no test runs as {environment}");
            assert!(ran.stdout.contains(&words) && ran.stdout.contains("[under-test]"), "{}", ran.stdout);
        }
        let ran = project.run(&arguments, &[("MILIEU_BUILD", class), ("SHOP_ENV", "test")]).works();
        assert!(ran.stdout.contains("Ok(Environment(test, tier development))"), "{}", ran.stdout);
    }
}

#[test]
fn no_harness_is_taken_for_a_program() {
    let project = shop("start-harness");
    // with a snapshot of its own and a build that somebody made up: how the process was started is seen all the same
    let pretend = "\
        pub fn pretend() -> String {\n    \
            let build = milieu::Build::new(milieu::BuildClass::Deployable, None, None, false);\n    \
            let vars = milieu::Vars::from_iter([(\"SHOP_ENV\", \"production\")]);\n    \
            let loader = milieu::Loader::new(\"shop\").no_directory().build(build).vars(vars);\n    \
            format!(\"{:?}\", loader.load::<Settings>().map(|loaded| loaded.environment())).replace('\\n', \" \")\n\
        }\n\
        #[cfg(test)]\n\
        mod tests {\n    \
            #[test]\n    fn unit() { println!(\"\\nof a unit test: {}\", super::pretend()); }\n\
        }\n";
    let library = std::fs::read_to_string(project.path("src/lib.rs")).unwrap();
    project.write("src/lib.rs", &format!("{library}{pretend}"));
    let says = |what: &str| format!("println!(\"\\nof {what}: {{}}\", start_harness::pretend());");
    let as_test = |what: &str| format!("#[test]\nfn is_one() {{ {} }}\n", says(what));
    let as_program = |what: &str| format!("fn main() {{ {} }}\n", says(what));
    project.write("tests/loads.rs", &as_test("an integration test"));
    project.write("tests/plain.rs", &as_program("a harness of its own"));
    project.write("benches/measures.rs", &as_program("a benchmark"));
    project.write("examples/shows.rs", &format!("{}fn main() {{}}\n", as_test("the test of an example")));
    project.write("src/main.rs", &as_program("the program"));
    let manifest = std::fs::read_to_string(project.path("Cargo.toml")).unwrap();
    let targets = "\n[[test]]\nname = \"plain\"\nharness = false\n\n[[bench]]\nname = \"measures\"\nharness = false\n\n\
                   [[example]]\nname = \"shows\"\ntest = true\n";
    project.write("Cargo.toml", &format!("{manifest}{targets}"));

    let build = ("MILIEU_BUILD", "deployable");
    let refused = "process: is a test, and no test runs as production; make the environment of facts, with \
                   milieu::testing::Fixture [under-test]";
    let all = ["test", "--release", "--lib", "--tests", "--benches", "--examples", "--offline", "--", "--nocapture"];
    let ran = project.run(&all, &[build]).works().stdout;
    for what in ["a unit test", "an integration test", "a harness of its own", "a benchmark", "the test of an example"]
    {
        let line = ran.lines().find(|line| line.starts_with(&format!("of {what}: ")));
        assert!(line.is_some_and(|line| line.contains(refused)), "{what}: {ran}");
    }
    let ran = project.cargo(&["bench", "--bench", "measures"], &[build]).works().stdout;
    assert!(ran.contains("of a benchmark: ") && ran.contains(refused), "{ran}");

    // the program by itself starts, and one that a harness started does not
    project.cargo(&["build", "--release"], &[build]).works();
    let started = |variables: &[(&str, &str)]| project.start("release", "start-harness", variables).works().stdout;
    assert!(started(&[]).contains("of the program: Ok(Environment(production"), "{}", started(&[]));
    for harness in ["NEXTEST", "BAZEL_TEST"] {
        assert!(started(&[(harness, "1")]).contains(refused), "{}", started(&[(harness, "1")]));
    }
}
