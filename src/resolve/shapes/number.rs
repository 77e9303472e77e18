//! Booleans and numbers.

use crate::resolve::place::{Node, Place};
use crate::resolve::shape::Shape;
use crate::schema::{Kind, Literal, Number};
use crate::stack::View;

impl Shape for bool {
    const KIND: Kind = Kind::Boolean;

    #[inline]
    fn read(place: Place<'_>) -> Option<Self> {
        match place.view() {
            View::Boolean(value) => Some(value),
            View::Raw("true") => Some(true),
            View::Raw("false") => Some(false),
            View::Raw(_) => place.unfit("another text"),
            _ => place.mismatch(),
        }
    }
}

/// A whole number, before its type is looked at.
enum Whole {
    Fits(i128),
    /// Greater than `i128::MAX`, which only `u128` holds.
    Huge(u128),
}

impl Whole {
    fn from_digits(digits: &str) -> Option<Self> {
        // most numbers are short, and the narrow parse is the cheap one
        if digits.len() < 18 {
            if let Ok(number) = digits.parse::<i64>() {
                return Some(Self::Fits(number.into()));
            }
        }
        digits.parse().map(Self::Fits).or_else(|_| digits.parse().map(Self::Huge)).ok()
    }
}

fn whole(place: Place<'_>) -> Option<Whole> {
    if let Node::Literal(Literal::Number(Number::Integer(number))) = place.node() {
        return Some(Whole::Fits(*number));
    }
    let read = match place.view() {
        View::Integer(number) => Some(Whole::Fits(number.into())),
        View::Wide(digits) => Whole::from_digits(digits),
        View::Raw(text) => match Whole::from_digits(text.trim()) {
            Some(number) => Some(number),
            None if text.is_empty() => return place.mismatch(),
            None => return place.unfit("another text"),
        },
        _ => return place.mismatch(),
    };
    let Some(number) = read else { return place.unfit("one out of range") };
    if let Whole::Fits(number) = number {
        if !place.in_range(Number::Integer(number)) {
            return place.unfit("one out of range");
        }
    }
    Some(number)
}

macro_rules! whole {
    ($($ty:ty),*) => {$(
        impl Shape for $ty {
            const KIND: Kind = Kind::Integer { min: <$ty>::MIN as i128, max: <$ty>::MAX as u128 };

            #[inline]
            fn read(place: Place<'_>) -> Option<Self> {
                let number = match whole(place)? {
                    Whole::Fits(number) => Self::try_from(number).ok(),
                    Whole::Huge(number) => Self::try_from(number).ok(),
                };
                number.or_else(|| place.unfit("one out of range"))
            }
        }
    )*};
}

whole!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

macro_rules! nonzero {
    ($($ty:ty),*) => {$(
        impl Shape for std::num::NonZero<$ty> {
            const KIND: Kind = Kind::Integer { min: if <$ty>::MIN == 0 { 1 } else { <$ty>::MIN as i128 }, max: <$ty>::MAX as u128 };

            #[inline]
            fn read(place: Place<'_>) -> Option<Self> {
                Self::new(<$ty>::read(place)?).or_else(|| place.unfit("0"))
            }
        }
    )*};
}

nonzero!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);

impl Shape for f64 {
    const KIND: Kind = Kind::Float;

    #[inline]
    fn read(place: Place<'_>) -> Option<Self> {
        if let Node::Literal(Literal::Number(number)) = place.node() {
            return Some(number.as_f64());
        }
        let number = match place.view() {
            View::Float(number) => number,
            View::Integer(number) => number as Self,
            View::Wide(digits) => match digits.parse() {
                Ok(number) => number,
                Err(_) => return place.unfit("one out of range"),
            },
            View::Raw(text) if !text.is_empty() => match text.trim().parse() {
                Ok(number) => number,
                Err(_) => return place.unfit("another text"),
            },
            _ => return place.mismatch(),
        };
        if place.in_range(Number::Float(number)) { Some(number) } else { place.unfit("one out of range") }
    }
}

impl Shape for f32 {
    const KIND: Kind = Kind::Float;

    #[inline]
    fn read(place: Place<'_>) -> Option<Self> {
        let wide = f64::read(place)?;
        let number = wide as Self;
        if number.is_infinite() && wide.is_finite() { place.unfit("one out of range") } else { Some(number) }
    }
}
