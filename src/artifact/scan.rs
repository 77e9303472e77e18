//! Reads through a file of any size and finds byte strings in it.

use std::io::{self, ErrorKind, Read};

/// How much is read at a time.
const CHUNK: usize = 256 << 10;

/// Calls `found` for each place where one of the needles begins, with the needle's index and with at least `after` bytes from that
/// place on, unless the file ends before. Memory is that of a chunk and of the longest needle, whatever the file.
pub(super) fn scan(
    mut file: impl Read,
    needles: &[&[u8]],
    after: usize,
    mut found: impl FnMut(usize, &[u8]),
) -> io::Result<()> {
    let mut firsts = [false; 256];
    needles.iter().filter_map(|needle| needle.first()).for_each(|&first| firsts[usize::from(first)] = true);
    let overlap = needles.iter().map(|needle| needle.len()).fold(after, usize::max);
    let mut buffer = vec![0; CHUNK + overlap];
    let mut filled = 0;
    loop {
        let is_over = fill(&mut file, &mut buffer, &mut filled)?;
        // what begins in the overlap is looked at when all of it is there
        let end = if is_over { filled } else { filled - overlap };
        let (seen, begins) = (&buffer[..filled], &buffer[..end]);
        for at in (0..begins.len()).filter(|&at| firsts[usize::from(begins[at])]) {
            let rest = &seen[at..];
            for (index, _) in needles.iter().enumerate().filter(|(_, needle)| rest.starts_with(needle)) {
                found(index, rest);
            }
        }
        if is_over {
            return Ok(());
        }
        buffer.copy_within(end..filled, 0);
        filled -= end;
    }
}

/// Reads until the buffer is full, or the file is over.
fn fill(file: &mut impl Read, buffer: &mut [u8], filled: &mut usize) -> io::Result<bool> {
    while *filled < buffer.len() {
        match file.read(&mut buffer[*filled..]) {
            Ok(0) => return Ok(true),
            Ok(count) => *filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::{CHUNK, scan};

    /// Gives a few bytes at a time.
    struct Dripping<'a>(&'a [u8]);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(buffer.len()).min(60_000);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn what_lies_across_chunks_is_found_once_and_whole() {
        for begin in [0, 1, CHUNK - 9, CHUNK - 1, CHUNK, CHUNK + 15, CHUNK + 16, 2 * CHUNK - 3, 3 * CHUNK - 8] {
            let mut content = vec![b'n'; 3 * CHUNK];
            content.splice(begin.., *b"needle67");
            let mut seen = Vec::new();
            scan(Dripping(&content), &[b"other", b"needle", b"n?"], 16, |index, rest| {
                seen.push((index, rest.starts_with(b"needle67")));
            })
            .unwrap();
            assert_eq!(seen, [(1, true)], "{begin}");
        }
    }

    #[test]
    fn needles_that_overlap_are_all_found() {
        let mut seen = Vec::new();
        scan(&b"aaab"[..], &[b"aa", b"aab", b"b"], 0, |index, _| seen.push(index)).unwrap();
        assert_eq!(seen, [0, 0, 1, 2]);
        scan(&b""[..], &[b"a"], 4, |_, _| panic!()).unwrap();
    }
}
