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
/// application made and passes it to [`Loader::build`](crate::Loader::build).
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
