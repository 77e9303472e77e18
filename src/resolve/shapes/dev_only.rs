//! Values that only development has.

use crate::dev_only::DevOnly;
use crate::resolve::place::Place;
use crate::resolve::shape::Shape;
use crate::schema::{Kind, Presence};

impl<T: Shape, const DEPLOYABLE: bool> Shape for DevOnly<T, DEPLOYABLE> {
    const KIND: Kind = T::KIND;
    const PRESENCE: Presence = Presence::of_development(DEPLOYABLE);

    fn read(place: Place<'_>) -> Option<Self> {
        if DEPLOYABLE || place.is_deployed() { Some(Self::NONE) } else { T::read(place).map(Self::of) }
    }

    fn absent(place: Place<'_>) -> Option<Self> {
        if DEPLOYABLE || place.is_deployed() { Some(Self::NONE) } else { T::absent(place).map(Self::of) }
    }
}
