//! What wraps one value: it passes on what that value says.

use std::rc::Rc;
use std::sync::Arc;

use crate::resolve::place::Place;
use crate::resolve::shape::Shape;
use crate::schema::{Kind, Presence};
use crate::stack::View;

impl<T: Shape> Shape for Option<T> {
    const KIND: Kind = T::KIND;
    const PRESENCE: Presence = Presence::Optional;

    fn read(place: Place<'_>) -> Option<Self> {
        match place.view() {
            View::Null if place.is_set() => Some(None),
            _ => T::read(place).map(Some),
        }
    }

    fn absent(_: Place<'_>) -> Option<Self> {
        Some(None)
    }
}

macro_rules! pointer {
    ($($pointer:ident),*) => {$(
        impl<T: Shape> Shape for $pointer<T> {
            const KIND: Kind = T::KIND;
            const PRESENCE: Presence = T::PRESENCE;

            fn read(place: Place<'_>) -> Option<Self> {
                T::read(place).map($pointer::new)
            }

            fn absent(place: Place<'_>) -> Option<Self> {
                T::absent(place).map($pointer::new)
            }
        }
    )*};
}

pointer!(Box, Arc, Rc);
