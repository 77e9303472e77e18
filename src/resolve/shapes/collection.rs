//! Lists, arrays, tuples, sets and maps.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};

use crate::resolve::place::Place;
use crate::resolve::shape::Shape;
use crate::schema::Kind;

impl<T: Shape> Shape for Vec<T> {
    const KIND: Kind = Kind::List(&T::KIND);

    fn read(place: Place<'_>) -> Option<Self> {
        place.items(&T::KIND, T::read)
    }
}

impl<T: Shape> Shape for VecDeque<T> {
    const KIND: Kind = Kind::List(&T::KIND);

    fn read(place: Place<'_>) -> Option<Self> {
        place.items(&T::KIND, T::read).map(Into::into)
    }
}

impl<T: Shape> Shape for Box<[T]> {
    const KIND: Kind = Kind::List(&T::KIND);

    fn read(place: Place<'_>) -> Option<Self> {
        place.items(&T::KIND, T::read).map(Into::into)
    }
}

impl<T: Shape + Ord> Shape for BTreeSet<T> {
    const KIND: Kind = Kind::List(&T::KIND);

    fn read(place: Place<'_>) -> Option<Self> {
        let items = place.items(&T::KIND, T::read)?;
        Some(items.into_iter().collect())
    }
}

impl<T: Shape + Eq + Hash, S: BuildHasher + Default> Shape for HashSet<T, S> {
    const KIND: Kind = Kind::List(&T::KIND);

    fn read(place: Place<'_>) -> Option<Self> {
        let items = place.items(&T::KIND, T::read)?;
        Some(items.into_iter().collect())
    }
}

impl<T: Shape, const N: usize> Shape for [T; N] {
    const KIND: Kind = Kind::Array(&T::KIND, N);

    fn read(place: Place<'_>) -> Option<Self> {
        let items = place.items(&T::KIND, T::read)?;
        items.try_into().ok().or_else(|| place.unfit("another number of items"))
    }
}

macro_rules! tuple {
    ($count:literal: $($ty:ident $slot:ident),+) => {
        impl<$($ty: Shape),+> Shape for ($($ty,)+) {
            const KIND: Kind = Kind::Tuple(&[$($ty::KIND),+]);

            fn read(place: Place<'_>) -> Option<Self> {
                let ($(mut $slot,)+) = ($(None::<$ty>,)+);
                let mut at = 0_usize;
                let items = place.items(&Kind::Any, |item| {
                    at += 1;
                    let mut index = 0_usize;
                    $(
                        index += 1;
                        if index == at {
                            $slot = Some($ty::read(item.of_kind(&$ty::KIND))?);
                        }
                    )+
                    Some(())
                })?;
                match ($($slot,)+) {
                    ($(Some($slot),)+) if items.len() == $count => Some(($($slot,)+)),
                    _ => place.unfit("another number of items"),
                }
            }
        }
    };
}

tuple!(1: A a);
tuple!(2: A a, B b);
tuple!(3: A a, B b, C c);
tuple!(4: A a, B b, C c, D d);
tuple!(5: A a, B b, C c, D d, E e);
tuple!(6: A a, B b, C c, D d, E e, F f);

impl<T: Shape> Shape for BTreeMap<String, T> {
    const KIND: Kind = Kind::Map(&T::KIND);

    fn read(place: Place<'_>) -> Option<Self> {
        let mut map = Self::new();
        place.entries(&T::KIND, T::read, |key, value| {
            map.insert(key.to_owned(), value);
        })?;
        Some(map)
    }
}

impl<T: Shape, S: BuildHasher + Default> Shape for HashMap<String, T, S> {
    const KIND: Kind = Kind::Map(&T::KIND);

    fn read(place: Place<'_>) -> Option<Self> {
        let mut map = Self::default();
        place.entries(&T::KIND, T::read, |key, value| {
            map.insert(key.to_owned(), value);
        })?;
        Some(map)
    }
}
