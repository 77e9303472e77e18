//! Finds every form of every value in one pass, and how much of the end may yet become one.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::Anchored;
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;
use zeroize::Zeroizing;

/// `None` if the values were too much for an automaton, beyond 2³¹ states: then everything matches.
pub(super) struct Searcher(Option<Trie>);

/// The automaton is stepped by hand, since its own searches do not tell how far into a needle the text ends.
struct Trie {
    nfa: NFA,
    start: StateID,
    /// How many bytes back the longest beginning of a needle starts that is not yet the whole of it.
    pending: HashMap<StateID, u32>,
}

/// What was found in a text.
pub(super) struct Scan {
    /// In order, and without overlaps: matches that overlap are one span, matches that touch are two.
    pub(super) spans: Vec<Range<usize>>,
    /// No match begins before this and ends behind the text.
    pub(super) settled: usize,
}

impl Searcher {
    pub(super) fn new(mut needles: Vec<Zeroizing<Vec<u8>>>) -> Self {
        // shorter ones first: `Trie::new` looks up shorter ones
        needles.sort_unstable_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
        needles.dedup();
        Self(Trie::new(&needles))
    }

    /// Takes one step per byte, however many values there are.
    pub(super) fn scan<'text>(&self, text: impl IntoIterator<Item = &'text u8>) -> Scan {
        let Some(trie) = &self.0 else {
            let end = text.into_iter().count();
            return Scan { spans: std::iter::once(0..end).collect(), settled: end };
        };
        let mut spans = Vec::new();
        let mut state = trie.start;
        let mut end = 0_usize;
        for &byte in text {
            state = trie.step(state, byte);
            end += 1;
            if trie.nfa.is_match(state) {
                cover(&mut spans, end.saturating_sub(trie.longest(state))..end);
            }
        }
        let pending = trie.pending.get(&state).map_or(0, |&length| length as usize);
        Scan { spans, settled: end.saturating_sub(pending) }
    }
}

/// Adds a span that ends behind all others.
fn cover(spans: &mut Vec<Range<usize>>, mut span: Range<usize>) {
    while let Some(last) = spans.last().filter(|last| last.end > span.start) {
        span.start = span.start.min(last.start);
        spans.pop();
    }
    spans.push(span);
}

impl Trie {
    fn new(needles: &[Zeroizing<Vec<u8>>]) -> Option<Self> {
        let nfa = NFA::builder().prefilter(false).build(needles.iter().map(|needle| needle.as_slice())).ok()?;
        let start = nfa.start_state(Anchored::No).ok()?;
        let mut trie = Self { nfa, start, pending: HashMap::new() };
        let mut ends = Vec::with_capacity(needles.len());
        for needle in needles {
            let mut state = start;
            for (at, &byte) in (0..).zip(needle.iter()) {
                if at > 0 {
                    trie.pending.insert(state, at);
                }
                state = trie.step(state, byte);
            }
            ends.push(state);
        }
        // Where a whole needle has been read and none goes on, what counts is the longest suffix of it that begins a needle.
        // The automaton has a state for that: the one that the needle leads to without its first byte.
        for (needle, end) in needles.iter().zip(ends) {
            if !trie.pending.contains_key(&end) {
                let suffix = needle.iter().skip(1).fold(start, |state, &byte| trie.step(state, byte));
                let length = trie.pending.get(&suffix).copied().unwrap_or(0);
                trie.pending.insert(end, length);
            }
        }
        Some(trie)
    }

    fn step(&self, state: StateID, byte: u8) -> StateID {
        self.nfa.next_state(Anchored::No, state, byte)
    }

    fn longest(&self, state: StateID) -> usize {
        let lengths = (0..self.nfa.match_len(state)).map(|at| self.nfa.pattern_len(self.nfa.match_pattern(state, at)));
        lengths.max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searcher(needles: &[&str]) -> Searcher {
        Searcher::new(needles.iter().map(|needle| Zeroizing::new(needle.as_bytes().to_vec())).collect())
    }

    #[test]
    fn overlapping_matches_are_one_span_and_touching_ones_are_two() {
        let searcher = searcher(&["abcd", "cdef", "xy", "wxyz"]);
        assert_eq!(searcher.scan(b"-abcdef-wxyz-xyxy").spans, [1..7, 8..12, 13..15, 15..17]);
    }

    #[test]
    fn what_may_become_a_match_is_not_settled() {
        let searcher = searcher(&["abcab", "cabcabx", "b"]);
        let settled = |text: &str| searcher.scan(text.as_bytes()).settled;
        assert_eq!(settled("--"), 2);
        assert_eq!(settled("--abca"), 2);
        assert_eq!(settled("--abcab"), 4); // abcab is whole; cab begins cabcabx
        assert_eq!(settled("--abcabx"), 8);
        assert_eq!(settled("--cabcab"), 2);
        assert_eq!(settled("--cabcabx"), 9);
    }

    #[test]
    fn a_text_is_read_once_however_many_values_there_are() {
        let needles: Vec<_> = (0..30).map(|at| format!("secret-number-{at}-abcdefghijklmnop")).collect();
        let searcher = searcher(&needles.iter().map(String::as_str).collect::<Vec<_>>());
        let mut read = 0;
        let text = [b's'; 512];
        let scan = searcher.scan(text.iter().inspect(|_| read += 1));
        assert_eq!((read, scan.spans.len(), scan.settled), (512, 0, 511));
    }

    #[test]
    fn values_that_no_automaton_can_hold_close_the_output() {
        let scan = Searcher(None).scan(b"anything");
        assert_eq!((scan.spans.first(), scan.settled), (Some(&(0..8)), 8));
    }
}
