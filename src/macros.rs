//! Macros that take facts from the crate in which they expand.

/// Returns a [`Loader`](crate::Loader) with the conventions of an application: directory `config/`, variables `SHOP_*`,
/// selector `SHOP_ENV` for `app!("shop")`, and a reporter that writes each warning as one line to stderr.
///
/// It expands in the application's crate, so build class, package and manifest directory are those of the application. A
/// development build that cargo started may leave the selector unset; it then loads `development` and says so.
///
/// ```no_run
/// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16 }
/// let settings = milieu::app!("shop").load::<Settings>()?;
/// # Ok::<(), milieu::Error>(())
/// ```
///
/// A deployable build with debug assertions does not compile; `app!("shop", debug_assertions = "why")` keeps them on purpose.
#[macro_export]
macro_rules! app {
    ($application:expr $(,)?) => {
        $crate::Loader::of_app($application, $crate::build!())
    };
    ($application:expr, debug_assertions = $reason:literal $(,)?) => {
        $crate::Loader::of_app($application, $crate::build!(debug_assertions = $reason))
    };
}

/// Returns the [`Build`](crate::Build) of the crate in which it expands.
///
/// The class is that of the variable `MILIEU_BUILD` at compile time: `development`, which is also what unset means, or
/// `deployable`. Any other value does not compile. Cargo rebuilds when it changes. A framework takes the value that its
/// application made and passes it to [`Loader::build`](crate::Loader::build); what follows where it passes one of its own, the chapter
/// [`wrapping`](crate::guide::wrapping#the-build) says.
///
/// A deployable build with debug assertions does not compile, whichever profile, flag or variable turned them on: they change
/// what a program does. Where that is meant, `build!(debug_assertions = "why")` says so. A crate's own unit tests and its
/// documentation are no builds that ship, so they compile either way.
///
/// ```
/// const BUILD: milieu::Build = milieu::build!();
/// assert_eq!(BUILD.package(), option_env!("CARGO_PKG_NAME"));
/// ```
#[macro_export]
macro_rules! build {
    () => {
        $crate::build!(@reason ::core::option::Option::None)
    };
    (debug_assertions = $reason:literal $(,)?) => {
        $crate::build!(@reason ::core::option::Option::Some($reason))
    };
    (@reason $reason:expr) => {{
        const CLASS: $crate::BuildClass = $crate::BuildClass::from_variable(::core::option_env!("MILIEU_BUILD"));
        const _: () = CLASS.without_debug_assertions(
            ::core::cfg!(all(debug_assertions, not(any(test, doc)))),
            $reason,
        );
        const BUILD: $crate::Build = $crate::Build::new(
            CLASS,
            ::core::option_env!("CARGO_PKG_NAME"),
            match CLASS {
                $crate::BuildClass::Development => ::core::option_env!("CARGO_MANIFEST_DIR"),
                $crate::BuildClass::Deployable => ::core::option::Option::None,
            },
            ::core::cfg!(test),
        );
        $crate::__milieu_manifest!(CLASS);
        BUILD
    }};
}

/// Names the type of a value that only development has, [`DevOnly`](struct@crate::DevOnly), for the build class of the crate in which it stands.
///
/// ```
/// struct Settings {
///     mock_gateway: milieu::DevOnly![String],
/// }
/// # let settings = Settings { mock_gateway: Default::default() };
/// assert_eq!(settings.mock_gateway.get(), None);
/// ```
#[macro_export]
macro_rules! DevOnly {
    ($type:ty $(,)?) => {
        $crate::DevOnly<
            $type,
            { $crate::BuildClass::from_variable(::core::option_env!("MILIEU_BUILD")).is_deployable() },
        >
    };
}

/// Leaves the record of a build in the binary, for [`artifact`](crate::artifact).
#[doc(hidden)]
#[macro_export]
macro_rules! __milieu_manifest {
    ($class:expr) => {
        const PARTS: &[&str] = &$crate::__private::manifest(
            $class,
            ::core::option_env!("CARGO_PKG_NAME"),
            ::core::option_env!("CARGO_PKG_VERSION"),
            ::core::cfg!(test),
        );
        #[used]
        static MANIFEST: [u8; $crate::__private::length(PARTS)] = $crate::__private::joined(PARTS);
    };
}

/// Holds the files of a directory against a configuration type when the application is compiled, so that `cargo check`, and
/// with it the editor, fails on what a load would refuse.
///
/// ```
/// use milieu::{Config, Environment, Tier};
///
/// #[derive(Config)]
/// struct Settings {
///     currency: String,
///     #[config(dev_only, default = false)]
///     trace_sql: bool,
///     database: Database,
/// #   checkout: Checkout,
/// #   search: Search,
/// #   #[config(default = "")] listen: String,
/// }
/// # #[derive(Config)] struct Checkout { timeout: String, retries: u8, payment_methods: Vec<String> }
/// # #[derive(Config)] #[config(tag = "kind", rename_all = "snake_case")]
/// # enum Search { Embedded { index: String }, Cluster { endpoint: String, #[config(default = 1)] replicas: u8 } }
///
/// #[derive(Config)]
/// struct Database {
///     #[config(supplied)]
///     host: String,
///     port: u16,
///     #[config(range = 1..=512)]
///     pool_size: u32,
///     password: milieu::Credential,
/// }
///
/// pub const ENVIRONMENTS: &[Environment] = &[Environment::declare("qa", Tier::Staging)];
///
/// // `Settings, "config"` for most: the standard four environments, and the directory beside Cargo.toml
/// milieu::check_layers!(Settings, "examples/quickstart/config", ENVIRONMENTS);
/// # assert_eq!(ENVIRONMENTS.len(), 1);
/// ```
///
/// Everything wrong with all files is one error, ordered by file and line, in the words of a load:
///
/// ```text
/// error[E0080]: evaluation panicked: 3 findings in the configuration files:
///   database.<key 2>: is no key of this configuration (config/base.toml:5:1); did you mean pool_size? [unknown-key]
///   database.port: expected a whole number from 0 to 65535, found text (config/staging.toml:7:8); write it without quotes
///   currency: is required and no file sets it for staging and production: expected text; set it in a file, or declare that each deployment supplies it
/// ```
///
/// # What is checked
///
/// `{stem}.toml`, `.json`, and by feature `yaml` `.yaml` and `.yml`, for `base` and each environment: those of tier `Development`
/// as well. Local, sealed and dotenv files are not looked at.
///
/// | | |
/// |---|---|
/// | texts | what breaks the format, keys that a file says twice, the same file in two formats |
/// | keys | unknown ones, `milieu.*`, one under two of its names |
/// | values | their kind, the bounds of their type, `range`, names of variants, lengths of arrays and tuples |
/// | staging and production | a required key that neither `base` nor the environment's own file sets; a `dev_only` key or a literal credential in either |
/// | names of files | one that misspells an environment's by one or two letters |
///
/// Nothing is missing that is optional, has a default, is a credential or `supplied`, or stands in an optional table that no file of
/// the environment has. An environment takes part if its own file is there, or if no environment has one. Where no file chooses
/// the variant of an enum, a key of any variant is known.
///
/// # What is left to the load
///
/// What a text has to look like (an address, a duration), what `validate` or a foreign type's `serde::Deserialize` makes of a
/// value, `null` in a list or map, variables and all other sources, deprecated keys, what one file sets for a variant that another
/// file's tag takes the place of, and what is drift between environments without being wrong. A credential policy that allows literals in files of staging is not known here, so they are refused.
///
/// # Nothing of the files stays
///
/// The checks are constants of which nothing is compiled into the program. The error shows names that the type declares, kinds and
/// places, never a value and never another key. What the macro expands to holds keys, kinds, places and numbers; of a text it
/// holds 16 bits, by which the name of a variant is told. The compiler's incremental cache below `target` may keep the texts.
///
/// # When it runs again
///
/// Cargo compiles the crate again when a file is edited or removed. For files that are *added*, it has to be told to look at the
/// directory, by one line in the `main` of `build.rs`:
///
/// ```no_run
/// println!("cargo::rerun-if-changed=config");
/// ```
///
/// # Errors
///
/// Does not compile if anything is wrong, or if there is no such directory.
#[macro_export]
macro_rules! check_layers {
    ($settings:ty, $directory:literal $(,)?) => {
        $crate::__private::check_layers! { $crate, $settings, $directory }
    };
    ($settings:ty, $directory:literal, $environments:expr $(,)?) => {
        $crate::__private::check_layers! { $crate, $settings, $directory, $environments }
    };
}

/// Compiles the files of a directory in, as an [`Embedded`](crate::Embedded) for [`Loader::embedded`](crate::Loader::embedded):
/// no file to ship, nothing to read and nothing to parse at start, and every value keeps its file, line and column.
///
/// It takes the directory, from that of the package's `Cargo.toml`; behind it the constant that declares the application's
/// environments, where there is one; and before it the configuration type, whose rules the files are then held against as
/// by `check_layers!`.
///
/// | file | in the program |
/// |---|---|
/// | `base` | always |
/// | `{environment}` | always; in a deployable build not those of tier `Development` |
/// | `local`, `{environment}.local`, dotenv | never: the loader reads them from disk, in tier `Development` |
/// | `{environment}.sealed.toml` | never: the loader reads it from the directory, where there is one |
/// | of no environment | never; it is a finding, as on disk |
///
/// Of a file its keys and values are there, with their places; its comments are not. A key that is said twice, a text that is not
/// well-formed and a literal credential do not compile. Without a type, a credential is what its name says: any text under
/// `password`, `api_key` and the like in a file that a deployed environment reads.
///
/// An edit is noticed. For new files, and files that are taken away, let a build script print `cargo::rerun-if-changed=config`.
///
/// ```
/// use milieu::{Embedded, Loader};
///
/// const FILES: Embedded = milieu::embed_layers!("examples/quickstart/config");
///
/// let inspection = Loader::new("shop").embedded(FILES).inspect_plain("staging")?;
/// let leaf = inspection.leaves().iter().find(|leaf| leaf.key() == "checkout.retries").unwrap();
/// assert_eq!(leaf.origin().to_string(), "examples/quickstart/config/base.toml:10:11");
/// # Ok::<(), milieu::Error>(())
/// ```
///
/// In an application: `milieu::app!("shop").embedded(milieu::embed_layers!(Settings, "config")).load::<Settings>()`.
#[macro_export]
macro_rules! embed_layers {
    ($($input:tt)*) => {
        $crate::__private::embed_layers!($crate, $($input)*)
    };
}
