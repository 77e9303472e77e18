//! Whether a date or time exists: the parser reads its form only.
//!
//! The forms are those of TOML 1.1, which are RFC 3339's with an optional second: offset date-time, local date-time, local date
//! and local time. The second may be 60, since RFC 3339 knows leap seconds.

/// Tells whether the text is a date or time that exists.
pub(super) fn is_valid(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.get(2) == Some(&b':') {
        return time(text) == Some("");
    }
    let Some((date_text, rest)) = text.split_at_checked(10) else { return false };
    if !date(date_text) {
        return false;
    }
    let Some(rest) = rest.strip_prefix(['T', 't', ' ']) else { return rest.is_empty() };
    match time(rest) {
        Some("" | "Z" | "z") => true,
        Some(zone) => offset(zone),
        None => false,
    }
}

fn number(text: &str, digits: usize) -> Option<(u32, &str)> {
    let (head, rest) = text.split_at_checked(digits)?;
    if head.bytes().all(|byte| byte.is_ascii_digit()) { Some((head.parse().ok()?, rest)) } else { None }
}

fn date(text: &str) -> bool {
    let parts = || {
        let (year, rest) = number(text, 4)?;
        let (month, rest) = number(rest.strip_prefix('-')?, 2)?;
        let (day, rest) = number(rest.strip_prefix('-')?, 2)?;
        rest.is_empty().then_some((year, month, day))
    };
    let Some((year, month, day)) = parts() else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Returns what follows the time.
fn time(text: &str) -> Option<&str> {
    let (hour, rest) = number(text, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
    if hour > 23 || minute > 59 {
        return None;
    }
    let Some(rest) = rest.strip_prefix(':') else { return Some(rest) };
    let (second, rest) = number(rest, 2)?;
    if second > 60 {
        return None;
    }
    let Some(fraction) = rest.strip_prefix('.') else { return Some(rest) };
    let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    (after.len() < fraction.len()).then_some(after)
}

fn offset(text: &str) -> bool {
    let parts = || {
        let (hour, rest) = number(text.strip_prefix(['+', '-'])?, 2)?;
        let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
        Some(rest.is_empty() && hour <= 23 && minute <= 59)
    };
    parts().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn dates_and_times_that_exist_are_valid() {
        for text in [
            "2024-02-29",
            "1979-05-27T07:32:00Z",
            "1979-05-27 07:32:00.5-07:00",
            "1979-05-27t07:32",
            "23:59:60",
            "07:32",
        ] {
            assert!(is_valid(text), "{text}");
        }
    }

    #[test]
    fn dates_and_times_that_do_not_exist_are_not() {
        for text in [
            "2023-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-01-32",
            "24:00:00",
            "12:60:00",
            "2024-01-01T12:00:00+24:00",
            "2024-01-01T",
            "12:00:00.",
            "é",
            "",
        ] {
            assert!(!is_valid(text), "{text}");
        }
    }
}
