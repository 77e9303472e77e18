//! What a text is, judged by its look alone: a vendor's key, a placeholder, an address with a password in it.
//!
//! It never says that a text is *no* credential, and it measures no entropy: over public configuration files, entropy is
//! nearly always wrong where it speaks, and `password123` has as much of it as a good passphrase has.

mod address;
mod credential_name;
mod filler;
mod glance;
mod host;
mod keys;
mod letters;
mod mode;
mod name;
mod shape;
mod starts;
mod synthetic;
mod template;
mod url;
mod vendor;
mod weak;

#[cfg(test)]
mod corpus;

pub(crate) use {
    address::{Host, hosts},
    credential_name::says_credential,
    filler::is_filler,
    glance::may_speak,
    host::{is_below, is_loopback, nonproduction},
    mode::{Mode, mode},
    name::{says_host, says_not_reached, says_store},
    shape::{Shape, credential_in},
    url::{Parts, split},
    weak::{Weak, weak},
};

#[cfg(feature = "testing")]
pub(crate) use synthetic::SYNTHETIC;
pub use vendor::{Vendor, VendorMode};
#[cfg(test)]
pub(crate) use {
    mode::{EMULATOR, PUBLISHED},
    vendor::VENDORS,
};
