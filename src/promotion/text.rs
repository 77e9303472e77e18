//! How bytes and times are written in what is signed: in one way each, so that a text is read as it would be written.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The last second of the year 9999, after which RFC 3339 has no spelling.
const LAST: u64 = 253_402_300_799;

/// Hexadecimal digits in small letters.
pub(super) fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        for half in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
        out
    })
}

/// Reads what [`digits`] writes.
pub(super) fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut out = [0; N];
    if text.len() != 2 * N {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}

/// A time in whole seconds; `None` before 1970 and after 9999.
pub(super) fn whole_seconds(time: SystemTime) -> Option<SystemTime> {
    let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).filter(|_| seconds <= LAST)
}

/// A time in UTC, such as `2027-01-31T12:00:00Z`; it is one that [`whole_seconds`] or [`time`] has given.
pub(super) fn of_time(time: SystemTime) -> String {
    // what cannot be spelled is asked for here, since to write it would panic
    whole_seconds(time).map_or_else(String::new, |time| humantime::format_rfc3339_seconds(time).to_string())
}

/// Reads what [`of_time`] writes.
pub(super) fn time(text: &str) -> Option<SystemTime> {
    let time = humantime::parse_rfc3339(text).ok()?;
    (of_time(time) == text).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written_and_in_no_other_way() {
        for seconds in [0, 1, 1_796_000_000, LAST] {
            let there = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(time(&of_time(there)), Some(there));
        }
        for text in ["", "2027-01-31", "2027-01-31T12:00:00.5Z", "2027-01-31 12:00:00Z", "2027-02-30T12:00:00Z", "é"] {
            assert_eq!(time(text), None, "{text}");
        }
        for beyond in [UNIX_EPOCH - Duration::from_secs(1), UNIX_EPOCH + Duration::from_secs(LAST + 1)] {
            assert_eq!((whole_seconds(beyond), of_time(beyond)), (None, String::new()));
        }
    }

    #[test]
    fn bytes_are_read_as_they_are_written_and_in_no_other_way() {
        assert_eq!(bytes(&digits(&[0, 9, 0xa0, 0xff])), Some([0, 9, 0xa0, 0xff]));
        for text in ["", "0", "0g", "+1", "0A", "é", "000"] {
            assert_eq!(bytes::<1>(text), None, "{text}");
        }
    }
}
