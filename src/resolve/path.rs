//! The way from the root to where the walk stands, kept on the call stack and written out only for a report.

use std::fmt;

use crate::key::write_segment;

/// One step of the way.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Segment<'a> {
    /// A name that the type declares.
    Declared(&'static str),
    /// A key of a map, which nothing declares: shown by position, counted from 1, since it may hold anything.
    Position(u32),
    /// A key of a map that is declared public.
    Public(&'a str),
    /// An item of a list, counted from 0.
    Index(u32),
}

/// The way from the root.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'a> {
    step: Option<(&'a Self, Segment<'a>)>,
}

impl<'a> Path<'a> {
    pub(crate) const ROOT: Path<'static> = Path { step: None };

    pub(crate) const fn to(above: &'a Self, segment: Segment<'a>) -> Self {
        Self { step: Some((above, segment)) }
    }

    /// The declared names from the root; `None` if a step has none.
    pub(crate) fn declared(&self) -> Option<Vec<&'static str>> {
        let mut names = Vec::new();
        let mut here = self;
        while let Some((above, segment)) = &here.step {
            let Segment::Declared(name) = segment else { return None };
            names.push(*name);
            here = above;
        }
        names.reverse();
        Some(names)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((above, segment)) = &self.step else { return Ok(()) };
        write!(f, "{above}")?;
        if above.step.is_some() && !matches!(segment, Segment::Index(_)) {
            f.write_str(".")?;
        }
        match segment {
            Segment::Declared(name) => write_segment(f, name),
            Segment::Public(name) => write_segment(f, name),
            Segment::Position(position) => write!(f, "<key {position}>"),
            Segment::Index(index) => write!(f, "[{index}]"),
        }
    }
}
