//! milieu with its files compiled in: secrets and variables are read as ever, files are not.
use bench_common::{Loaded, PREFIX, Peer, Workload};
use milieu::{Config, Embedded, Loader, SecretFiles, embed_layers};
use std::path::Path;
mod gen_large;
mod gen_medium;
mod gen_small;
pub use gen_large::Large;
pub use gen_medium::Medium;
pub use gen_small::Small;

// the third file of a workload is one more of production, in a directory of its own
const SMALL: &[Embedded] = &[embed_layers!("config/small")];
const MEDIUM: &[Embedded] = &[embed_layers!("config/medium"), embed_layers!("config/medium-local")];
const LARGE: &[Embedded] = &[embed_layers!("config/large"), embed_layers!("config/large-local")];

fn load<T: Config>(layers: &[Embedded], secrets: Option<&Path>) -> Loaded<milieu::Loaded<T>> {
    let mut l = Loader::new("app").build(milieu::build!()).environment("production").no_directory().variable_prefix(PREFIX).variable_separator("__");
    for f in layers {
        l = l.embedded(*f);
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
    const NAME: &'static str = "milieu-embedded";
    type Small = Out<Small>;
    type Medium = Out<Medium>;
    type Large = Out<Large>;
    fn small(_: &Workload) -> Loaded<Self::Small> {
        load(SMALL, None).map(Out)
    }
    fn medium(w: &Workload) -> Loaded<Self::Medium> {
        load(MEDIUM, Some(&w.secrets)).map(Out)
    }
    fn large(_: &Workload) -> Loaded<Self::Large> {
        load(LARGE, None).map(Out)
    }
}
