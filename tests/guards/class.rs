//! The build class: read where macros expand, and refused where it is misspelt.

use crate::cargo::{Project, binary};

const MAIN: &str = "fn main() { println!(\"{:?}\", milieu::build!().class()); }\n";

#[test]
fn a_class_that_is_none_does_not_compile() {
    let project = Project::application("misspelt-class", MAIN);
    for value in ["deployabel", "Deployable", "", " deployable"] {
        let ran = project.cargo(&["check"], &[("MILIEU_BUILD", value)]);
        ran.fails_with("MILIEU_BUILD is neither `development` nor `deployable`");
    }
}

#[test]
fn each_build_has_the_class_that_was_asked_for_without_cleaning() {
    let project = Project::application("there-and-back", MAIN);
    for (class, said) in [("development", "Development"), ("deployable", "Deployable"), ("development", "Development")]
    {
        project.cargo(&["build", "--release"], &[("MILIEU_BUILD", class)]).works();
        assert_eq!(project.start("release", "there-and-back", &[]).works().stdout.trim(), said);
    }
    // an edit of the source is seen as ever
    project.write("src/main.rs", "fn main() { println!(\"edited\"); }\n");
    project.cargo(&["build", "--release"], &[]).works();
    assert!(binary("release", "there-and-back").is_file());
    assert_eq!(project.start("release", "there-and-back", &[]).works().stdout.trim(), "edited");
}

#[test]
fn a_deployable_build_has_no_debug_assertions_unless_it_says_why() {
    let project = Project::application("debug-assertions", MAIN);
    let words = "a deployable build has debug assertions on; build it with --release and without -C debug-assertions";
    let deployable = ("MILIEU_BUILD", "deployable");
    project.cargo(&["check"], &[deployable]).fails_with(words);
    project.cargo(&["check", "--release"], &[deployable, ("RUSTFLAGS", "-C debug-assertions")]).fails_with(words);
    let profile = ("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true");
    project.cargo(&["check", "--release"], &[deployable, profile]).fails_with(words);
    project.cargo(&["check", "--release"], &[deployable]).works();
    project.cargo(&["check"], &[]).works();
    // neither its own unit tests nor its documentation ship
    project.cargo(&["check", "--profile", "test", "--bins"], &[deployable]).works();
    project.cargo(&["doc"], &[deployable]).works();

    project.write("src/main.rs", &MAIN.replace("build!()", "build!(debug_assertions = \"a canary keeps them\")"));
    project.cargo(&["check"], &[deployable]).works();
    project.write("src/main.rs", &MAIN.replace("build!()", "build!(debug_assertions = \" \")"));
    let blank = "debug assertions in a deployable build need a reason, and this one is blank";
    project.cargo(&["check"], &[deployable]).fails_with(blank);
}
