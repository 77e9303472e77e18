//! The way from the root to where the walk stands, kept on the call stack and written out only for a report.

use std::fmt;

use crate::exact::Exact;
use crate::key::write_segment;
use crate::stack::Stack;

/// One step of the way.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Segment<'a> {
    /// A name that the type declares.
    Declared(&'static str),
    /// A key that nothing declares: shown by position, counted from 1, since it may hold anything. The entry has it.
    Position(u32, u32),
    /// A key of a map that is declared public.
    Public(&'a str),
    /// An item of a list, counted from 0.
    Index(u32),
}

impl Segment<'_> {
    fn write(&self, out: &mut impl fmt::Write) -> fmt::Result {
        match self {
            Self::Declared(name) => write_segment(out, name),
            Self::Public(name) => write_segment(out, name),
            Self::Position(position, _) => write!(out, "<key {position}>"),
            Self::Index(index) => write!(out, "[{index}]"),
        }
    }
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

    /// As `Display`, without what formatting costs: some are made in every load.
    pub(crate) fn text(&self) -> String {
        let mut text = String::with_capacity(64);
        self.push_to(None, &mut text);
        text
    }

    /// The key as it is written, with what may be anything: it is compared, and never shown.
    pub(super) fn written(&self, stack: &Stack) -> String {
        let mut text = String::with_capacity(64);
        self.push_to(Some(stack), &mut text);
        text
    }

    /// What tells the key from others; `None` where it is the one that is shown.
    pub(super) fn exact(&self, stack: &Stack) -> Option<Exact> {
        let mut here = self;
        while let Some((above, segment)) = &here.step {
            if matches!(segment, Segment::Position(..)) {
                return Some(Exact::of(&self.written(stack)));
            }
            here = above;
        }
        None
    }

    fn push_to(&self, stack: Option<&Stack>, text: &mut String) {
        let Some((above, segment)) = &self.step else { return };
        above.push_to(stack, text);
        if above.step.is_some() && !matches!(segment, Segment::Index(_)) {
            text.push('.');
        }
        // writing to a text does not fail
        let _ = match (segment, stack) {
            (Segment::Position(_, entry), Some(stack)) => write_segment(text, stack.key(stack.entry(*entry))),
            _ => segment.write(text),
        };
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
        segment.write(f)
    }
}
