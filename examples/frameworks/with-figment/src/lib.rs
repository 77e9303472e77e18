//! `cargo test -p with-figment`: what figment makes of configuration files, beside what milieu hands out of them.
