//! `#[dev_only]`: gone from deployable builds, whatever the item, and there in all others.

use crate::cargo::{Project, manifest, root};

const LIBRARY: &str = r#"//! Every kind of item.
#![deny(warnings)]

#[milieu::dev_only]
pub fn plain() -> u8 { 1 }
#[milieu::dev_only]
pub fn generic<T: Copy, const N: usize>(value: T) -> [T; N] where [T; N]: Sized { [value; N] }
#[milieu::dev_only]
pub async fn later() -> u8 { 2 }
#[milieu::dev_only]
pub unsafe extern "C" fn foreign() {}
#[milieu::dev_only]
#[derive(Clone, Default)]
pub struct Record { pub field: u8 }
#[milieu::dev_only]
#[derive(Default)]
pub struct Tuple<T>(pub T) where T: Copy;
#[milieu::dev_only]
pub enum Choice { One, Two { inner: u8 } }
#[milieu::dev_only]
pub union Either { pub short: u8, pub long: u16 }
#[milieu::dev_only]
pub mod inside {
    //! A module.
    pub fn deep() -> u8 { super::private::shown() }
    mod deeper { #[allow(dead_code)] pub fn deepest() {} }
}
#[milieu::dev_only]
pub const CONSTANT: u8 = 3;
#[milieu::dev_only]
pub static STATIC: fn() -> u8 = plain;
#[milieu::dev_only]
pub trait Trait { fn given(&self) -> u8 { 4 } }
#[milieu::dev_only]
pub type Alias<T> = Result<T, Record>;
#[milieu::dev_only]
pub use self::private::shown as imported;
#[milieu::dev_only]
#[macro_export]
macro_rules! written { () => { 5 } }

/// What there is in every build.
#[derive(Default)]
pub struct Kept;

#[milieu::dev_only]
impl Kept {
    pub fn inherent(&self) -> u8 { 6 }
    pub const fn constant() -> u8 { 7 }
}
#[milieu::dev_only]
impl Extend<u8> for Kept {
    fn extend<I: IntoIterator<Item = u8>>(&mut self, _: I) {}
}

mod private {
    #[cfg_attr(not(debug_assertions), allow(dead_code))]
    pub fn shown() -> u8 { 8 }
}

#[cfg(test)]
mod tests {
    #[test]
    fn own_unit_tests_have_all_of_it() {
        struct Own;
        impl crate::Trait for Own {}
        use crate::Trait as _;
        let seven = [crate::plain(), crate::inside::deep(), crate::CONSTANT, (crate::STATIC)(), Own.given()];
        let eight = [crate::imported(), written!(), crate::Kept.inherent(), crate::Kept::constant()];
        assert_eq!((seven.len(), eight.len()), (5, 4));
    }
}
"#;

/// One line for each item that names resolve to; `written!` and methods are found out in another way.
const NAMES: [&str; 14] = [
    "plain", "generic", "later", "foreign", "Record", "Tuple", "Choice", "Either", "inside", "CONSTANT", "STATIC",
    "Trait", "Alias", "imported",
];

fn items() -> Project {
    let imports: String = NAMES.iter().map(|name| format!("#[allow(unused_imports)]\nuse items::{name};\n")).collect();
    let methods = "fn main() {\n    let mut kept = items::Kept;\n    kept.extend([1]);\n    \
                   let _ = (kept.inherent(), items::Kept::constant());\n}\n";
    Project::new("items")
        .file("Cargo.toml", &manifest("items", ""))
        .file("src/lib.rs", LIBRARY)
        .file("src/bin/names.rs", &format!("{imports}fn main() {{}}\n"))
        .file("src/bin/methods.rs", methods)
        .file("src/bin/macros.rs", "fn main() { let _: u8 = items::written!(); }\n")
}

#[test]
fn items_of_every_kind_are_gone_from_deployable_builds_and_rustc_points_at_the_attribute() {
    let project = items();
    project.cargo(&["check", "--all-targets"], &[]).works();
    let deployable = [("MILIEU_BUILD", "deployable")];
    let ran = project.cargo(&["check", "--release", "--bins", "--keep-going"], &deployable);
    let told = ran.fails_with("could not compile `items`").stderr;
    for name in NAMES {
        assert!(told.contains(&format!("unresolved import `items::{name}`")), "{name} in {told}");
    }
    // the notes of rustc, one a name: the item is here, and what gates it is the attribute above
    assert!(told.matches("found an item that was configured out").count() >= NAMES.len(), "{told}");
    let lines = LIBRARY.lines().zip(1..);
    let attributes = lines.filter(|(line, _)| *line == "#[milieu::dev_only]").map(|(_, number)| number);
    let pointed = attributes.filter(|number| told.contains(&format!("{number} | #[milieu::dev_only]"))).count();
    assert!(pointed >= NAMES.len(), "{told}");
    assert!(told.contains("the item is gated here"), "{told}");
    for words in ["`written`", "no method named `extend`", "no method named `inherent`", "`constant`"] {
        assert!(told.contains(words), "{words} in {told}");
    }
    // the package itself, its unit tests and its documentation
    project.cargo(&["test", "--release", "--lib"], &deployable).works();
    project.cargo(&["doc", "--release", "--lib", "--no-deps"], &deployable).works();
}

/// Says of what class it is, by an item that hides another.
const TELLS: &str = "mod otherwise { pub const CLASS: &str = \"deployable\"; }\n\
                     pub mod said {\n    #[allow(unused_imports)]\n    pub use super::otherwise::*;\n    \
                     #[milieu::dev_only]\n    pub const CLASS: &str = \"development\";\n}\n";

#[test]
fn a_change_of_class_is_noticed_in_path_and_vendored_packages_and_through_the_configuration_of_cargo() {
    let milieu = root();
    let package = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n");
    let project = Project::new("noticed")
        .file(
            "Cargo.toml",
            &format!(
                "{}[workspace]\nexclude = [\"vendor\"]\n\n[dependencies]\nby_path = {{ path = \"by_path\" }}\n\
                 vendored = {{ version = \"1.0.0\", registry = \"elsewhere\" }}\n\n\
                 [patch.crates-io]\nmilieu = {{ path = {milieu:?} }}\n",
                package("noticed")
            ),
        )
        .file("src/main.rs", "fn main() { println!(\"{} {}\", by_path::said::CLASS, vendored::said::CLASS); }\n")
        .file("by_path/Cargo.toml", &format!("{}[dependencies]\nmilieu = \"0.1.0\"\n", package("by_path")))
        .file("by_path/src/lib.rs", TELLS)
        .file("vendor/vendored/Cargo.toml", &format!("{}[dependencies]\nmilieu = \"0.1.0\"\n", package("vendored")))
        .file("vendor/vendored/src/lib.rs", TELLS)
        .file("vendor/vendored/.cargo-checksum.json", "{\"files\":{},\"package\":null}");
    let configuration = "[registries.elsewhere]\nindex = \"sparse+https://elsewhere.invalid/\"\n\n\
                         [source.elsewhere]\nregistry = \"sparse+https://elsewhere.invalid/\"\n\
                         replace-with = \"vendored\"\n\n[source.vendored]\ndirectory = \"vendor\"\n";
    let in_env = "\n[env]\nMILIEU_BUILD = \"deployable\"\n";
    for (variable, more, said) in [
        (None, "", "development"),
        (Some("deployable"), "", "deployable"),
        (Some("development"), "", "development"),
        (None, in_env, "deployable"),
        (None, "", "development"),
    ] {
        project.write(".cargo/config.toml", &format!("{configuration}{more}"));
        let variables: Vec<_> = variable.iter().map(|class| ("MILIEU_BUILD", *class)).collect();
        project.cargo(&["build", "--release"], &variables).works();
        let told = project.start("release", "noticed", &[]).works().stdout;
        assert_eq!(told.trim(), format!("{said} {said}"), "{variable:?} {more}");
    }
}

#[test]
fn a_class_that_is_none_does_not_compile_where_an_attribute_asks() {
    let project = Project::new("misspelt-attribute")
        .file("Cargo.toml", &manifest("misspelt-attribute", ""))
        .file("src/lib.rs", "milieu::forbid_in_deployable!(test);\n#[milieu::dev_only]\npub fn mock() {}\n");
    for value in ["deployabel", ""] {
        let ran = project.cargo(&["check"], &[("MILIEU_BUILD", value)]);
        let told = ran.fails_with("MILIEU_BUILD is neither `development` nor `deployable`").stderr;
        assert_eq!(told.matches("is neither").count(), 2, "{told}");
    }
}
