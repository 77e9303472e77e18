#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings)]

::milieu::forbid_in_deployable!(debug_assertions, all(test, not(doc)),);

#[::milieu::dev_only]
#[derive(::std::fmt::Debug)]
pub struct Mock;

#[::milieu::dev_only]
impl Mock {
    pub const fn new() -> Self {
        Self
    }

    pub fn charge(&self) -> u64 {
        5
    }
}

#[::milieu::dev_only]
pub trait Charge {
    fn charge_twice(&self) -> u64;
}

#[::milieu::dev_only]
impl Charge for Mock {
    fn charge_twice(&self) -> u64 {
        self.charge() * 2
    }
}

#[::milieu::dev_only]
pub fn charge(amount: self::Cents) -> self::Cents {
    amount
}

#[::milieu::dev_only]
pub async fn later<T: ::std::marker::Copy>(value: &T) -> T {
    *value
}

#[::milieu::dev_only]
pub type Cents = u64;

#[::milieu::dev_only]
pub const FREE: Cents = 0;

#[::milieu::dev_only]
pub static PAY: fn(Cents) -> Cents = charge;

#[::milieu::dev_only]
pub use self::charge as pay;

#[::milieu::dev_only]
macro_rules! made {
    ($name:ident, $body:block) => {
        #[::milieu::dev_only]
        pub fn $name() -> u64 $body
    };
}

made!(from_a_macro, { 7 });

fn main() {
    #[::milieu::dev_only]
    fn inside() -> u64 {
        1
    }
    let _ = (Mock::new().charge_twice(), later(&PAY(FREE)), pay(inside()), from_a_macro());
}
