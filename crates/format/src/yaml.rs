//! YAML 1.2 with the core schema, through the events of `granit-parser`.
//!
//! Of the two kept parsers that give events with spans, `granit-parser` promises byte offsets that lie on character boundaries,
//! lets an anchor be defined again, hands over keys that come twice, marks where documents begin, and bounds nesting;
//! `saphyr-parser` counts its spans in characters. Both leave the schema, aliases and merge keys to whoever reads the events.
//!
//! A mapping can only be told whole, since `<<` may stand anywhere in it, so the document becomes a tree first (`tree`) and is
//! told from there (`tell`).

mod resolve;
mod tell;
mod tree;

use granit_parser::{ErrorKind, Event, Parser, ScanError, options};

use crate::{Fault, MAX_DEPTH, Rule, Sink, Span};

use tree::Tree;

/// Reads a YAML text of one document whose root is a mapping; an empty document is an empty table.
///
/// Keys that are no texts go by their spelling; a key that is itself a list or a mapping is a fault. A value that stands behind
/// an alias has the place of its anchor.
pub fn read<S: Sink>(source: &str, sink: &mut S) {
    if u32::try_from(source.len()).is_err() {
        return sink.fault(Fault { rule: Rule::TooLong, span: Span::default() });
    }
    // an anchor of a container is noted when the container begins, so one level more than is allowed suffices
    let limits = options! { flow_nesting_limit: MAX_DEPTH + 1, block_nesting_limit: MAX_DEPTH + 1 };
    let mut tree = Tree::default();
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(source, limits) {
        match event {
            Ok((Event::DocumentStart(..), span)) => {
                documents += 1;
                if documents > 1 {
                    return sink.fault(Fault { rule: Rule::ManyDocuments, span: narrow(&span) });
                }
            }
            Ok((event, span)) => tree.take(source, event, narrow(&span)),
            Err(error) => return sink.fault(fault_of(&error)),
        }
    }
    if let Err(fault) = tell::tell(&tree, source, sink) {
        sink.fault(fault);
    }
}

fn narrow(span: &granit_parser::Span) -> Span {
    span.byte_range().map(|range| Span::new(range.start, range.end)).unwrap_or_default()
}

/// The parser's message may name an anchor or a tag, so only the kind is kept.
fn fault_of(error: &ScanError) -> Fault {
    let rule = match error.kind() {
        ErrorKind::UnknownAnchor => Rule::UnknownAlias,
        ErrorKind::RecursionLimitExceeded => Rule::TooDeep,
        _ => Rule::Syntax("what YAML allows at this place"),
    };
    let at = error.marker().byte_offset().unwrap_or_default();
    Fault { rule, span: Span::new(at, at) }
}
