//! A framework that makes one mistake: it takes a build of its own in place of the application's.

pub use milieu;

/// Names an application, and says of it what is true of this crate.
pub fn app(name: &str) -> milieu::Loader {
    milieu::Loader::new(name).build(milieu::build!())
}
