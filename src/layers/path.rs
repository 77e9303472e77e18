//! The way from the root to a place: linked while it is walked, and kept whole only where something is found.

/// One step of the way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Segment {
    /// A name that a type declares.
    Declared(&'static str),
    /// A key that nothing declares: it may hold anything, so its position is shown.
    Position(u32),
    /// An item of a list, counted from 0.
    Index(u32),
}

/// The way to where a walk stands.
#[derive(Clone, Copy)]
pub(super) struct Way<'w> {
    above: Option<&'w Self>,
    segment: Segment,
    len: usize,
}

impl<'w> Way<'w> {
    pub(super) const ROOT: Way<'static> = Way { above: None, segment: Segment::Index(0), len: 0 };

    #[inline]
    pub(super) const fn to(&'w self, segment: Segment) -> Self {
        Self { above: Some(self), segment, len: self.len + 1 }
    }

    #[inline]
    pub(super) const fn kept(&self) -> Path {
        let mut path = Path { segments: [Segment::Index(0); Path::DEPTH], len: self.len };
        let mut way = self;
        while let Some(above) = way.above {
            if way.len <= Path::DEPTH {
                path.segments[way.len - 1] = way.segment;
            }
            way = above;
        }
        path
    }
}

/// The way to what was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path {
    segments: [Segment; Self::DEPTH],
    len: usize,
}

impl Path {
    /// What lies deeper is shown by the way so far.
    const DEPTH: usize = 16;

    /// The steps that are kept.
    #[inline]
    pub(super) const fn segments(&self) -> &[Segment] {
        self.segments.split_at(if self.is_cut() { Self::DEPTH } else { self.len }).0
    }

    #[inline]
    pub(super) const fn is_cut(&self) -> bool {
        self.len > Self::DEPTH
    }
}
