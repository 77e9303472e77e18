//! Where a command reads and writes.

use std::fmt::{self, Display};
use std::io::{self, BufWriter, IsTerminal as _, Read, Write};
use std::path::Path;

use crate::error::Error;
use crate::finding::Finding;
use crate::origin::Origin;
use crate::palette::Palette;
use crate::sources::replace::replace;

use super::busy::Busy;
use super::input::Input;
use super::outcome::{Fault, Outcome};

/// Where a command reads and writes: the streams of the process, or others in their place.
pub struct Console<'a> {
    #[cfg_attr(not(feature = "sealed"), expect(dead_code, reason = "only sealed files take credentials in"))]
    input: Input<'a>,
    out: &'a mut dyn Write,
    error: &'a mut dyn Write,
    /// Of the output, where it is a terminal's.
    width: Option<usize>,
    colour: bool,
    tells_progress: bool,
}

impl<'a> Console<'a> {
    /// Takes these streams: no colours, no wrapping, no progress.
    #[must_use]
    pub fn new(input: &'a mut dyn Read, out: &'a mut dyn Write, error: &'a mut dyn Write) -> Self {
        Self { input: Input::Stream(input), out, error, width: None, colour: false, tells_progress: false }
    }

    /// Calls a function with the streams of the process.
    pub(super) fn with_process<R>(call: impl FnOnce(&mut Console<'_>) -> R) -> R {
        let mut stdin = io::stdin();
        let is_typed = stdin.is_terminal();
        let width = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        // they take colours out where none are wanted
        let (mut out, mut error) = (BufWriter::new(anstream::stdout()), anstream::stderr());
        let mut console = Console {
            input: if is_typed { Input::Terminal } else { Input::Stream(&mut stdin) },
            out: &mut out,
            error: &mut error,
            width: width.map(|(width, _)| usize::from(width.0)),
            colour: true,
            tells_progress: io::stderr().is_terminal(),
        };
        call(&mut console)
    }

    /// Whether output takes colours, or strips them.
    pub(super) const fn colour(&self) -> bool {
        self.colour
    }

    /// Writes a text as it is, with a line break at its end.
    pub(super) fn say(&mut self, text: impl Display) -> Result<(), Fault> {
        let text = text.to_string();
        let end = if text.ends_with('\n') { "" } else { "\n" };
        taken(write!(self.out, "{text}{end}"))
    }

    /// As [`say`](Self::say), with lines that are too long for the terminal continued below themselves.
    pub(super) fn say_wrapped(&mut self, text: impl Display) -> Result<(), Fault> {
        let Some(width) = self.width else { return self.say(text) };
        let text = text.to_string();
        let wrapped: Vec<String> = text.lines().map(|line| wrapped(line, width)).collect();
        self.say(wrapped.join("\n"))
    }

    /// Writes findings, one a line.
    pub(super) fn say_findings(&mut self, findings: &[Finding]) -> Result<(), Fault> {
        struct Line<'a>(Palette, &'a Finding);

        impl Display for Line<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.line(f, self.1)
            }
        }
        let palette = Palette::new(self.colour);
        findings.iter().try_for_each(|finding| self.say_wrapped(Line(palette, finding)))
    }

    /// Writes a text to a file, which is replaced whole, or where there is none to the output.
    pub(super) fn deliver(&mut self, text: &str, file: Option<&Path>) -> Result<(), Fault> {
        let Some(file) = file else { return self.say(text) };
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let refuse = |why: String| Fault::Failed(Error::of(Finding::new(why).with_origin(Origin::whole_file(file))));
        replace(file, format!("{text}{end}").as_bytes()).map_err(|why| refuse(why.to_string()))
    }

    /// Reads a credential: what is typed, unseen, or all of the input.
    #[cfg(feature = "sealed")]
    pub(super) fn read_credential(&mut self, prompt: &str) -> Result<zeroize::Zeroizing<Vec<u8>>, Fault> {
        self.input
            .read_credential(prompt)
            .map_err(|words| Fault::Failed(Error::of(Finding::new(words).with_key("standard input"))))
    }

    /// Says that something is at work, once it has taken a second, for as long as what is returned lives.
    pub(super) fn busy(&self, words: &'static str) -> Busy {
        Busy::new(self.tells_progress.then_some(words))
    }

    pub(super) fn flush(&mut self) -> Result<(), Fault> {
        taken(self.out.flush())
    }

    /// Says why a command did not end as it should. Where even that cannot be said, the exit code says it.
    pub(super) fn fail(&mut self, fault: &Fault) -> Outcome {
        let _ = self.out.flush();
        let _ = match fault {
            Fault::Misused(error) | Fault::Failed(error) => writeln!(self.error, "{}", error.styled(self.colour)),
            Fault::Unwritten => writeln!(self.error, "standard output: cannot be written"),
        };
        fault.outcome()
    }
}

impl fmt::Debug for Console<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").field("width", &self.width).field("colour", &self.colour).finish_non_exhaustive()
    }
}

/// A path as a terminal may be shown it: a variable can name one, and so can a link.
pub(super) fn shown(path: &Path) -> Origin {
    Origin::whole_file(path)
}

/// Whoever closes a pipe has seen enough; the command ends as it would have, or `check | head` would let everything pass.
fn taken(written: io::Result<()>) -> Result<(), Fault> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|_| Fault::Unwritten),
    }
}

/// Breaks a line between words; what follows stands four columns further in than its beginning.
fn wrapped(line: &str, width: usize) -> String {
    /// Nothing is readable in less.
    const NARROWEST: usize = 40;
    let indent = line.len() - line.trim_start().len();
    let (first, rest) = (" ".repeat(indent), " ".repeat(indent + 4));
    let options = textwrap::Options::new(width.max(NARROWEST))
        .initial_indent(&first)
        .subsequent_indent(&rest)
        // a path or a key is copied whole
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(line.trim_start(), options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_continued_further_in_and_words_stay_whole() {
        let line = "  database.pool_size: expected a whole number from 1 to 512 (config/staging.toml:7:13)";
        assert_eq!(
            wrapped(line, 44),
            "  database.pool_size: expected a whole\n      number from 1 to 512\n      (config/staging.toml:7:13)",
        );
        assert_eq!(wrapped("  short", 80), "  short");
        let word = "x".repeat(100);
        assert_eq!(wrapped(&word, 50), word);
    }

    #[test]
    fn colours_take_no_room() {
        let text = "a".repeat(36);
        let line = format!("  \u{1b}[31m{text}\u{1b}[0m");
        assert_eq!(wrapped(&line, 40), line);
    }
}
