//! milieu: layers, secrets and variables into one arena, read by schema, provenance kept.
use bench_common::{Loaded, PREFIX, Peer, Workload};
use milieu::{Config, Loader, SecretFiles};
use std::path::Path;
mod gen_large;
mod gen_medium;
mod gen_small;
pub use gen_large::Large;
pub use gen_medium::Medium;
pub use gen_small::Small;

fn load<T: Config>(layers: &[&Path], secrets: Option<&Path>) -> Loaded<milieu::Loaded<T>> {
    let mut l = Loader::new("app").build(milieu::build!()).environment("production").no_directory().variable_prefix(PREFIX).variable_separator("__");
    for f in layers {
        l = l.file(*f);
    }
    if let Some(s) = secrets {
        l = l.secret_files(SecretFiles::strict(s));
    }
    Ok(l.load()?)
}
#[derive(Debug)]
pub struct Out<T>(milieu::Loaded<T>);
impl<T: serde::Serialize> serde::Serialize for Out<T> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        T::serialize(&self.0, s)
    }
}
pub struct P;
impl Peer for P {
    const NAME: &'static str = "milieu";
    type Small = Out<Small>;
    type Medium = Out<Medium>;
    type Large = Out<Large>;
    fn small(w: &Workload) -> Loaded<Self::Small> {
        load(&[&w.base, &w.production], None).map(Out)
    }
    fn medium(w: &Workload) -> Loaded<Self::Medium> {
        load(&[&w.base, &w.production, &w.local], Some(&w.secrets)).map(Out)
    }
    fn large(w: &Workload) -> Loaded<Self::Large> {
        load(&[&w.base, &w.production, &w.local], None).map(Out)
    }
}
