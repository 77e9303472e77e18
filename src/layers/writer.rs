//! A text that is written in a constant.

/// A text of bounded length; what does not fit is left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writer {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Writer {
    /// As many findings as a report shows, at two lines each.
    const CAPACITY: usize = 32 * 1024;

    #[inline]
    pub(super) const fn new() -> Self {
        Self { bytes: [0; Self::CAPACITY], len: 0 }
    }

    #[inline]
    pub(super) const fn as_str(&self) -> &str {
        // texts are written whole or not at all
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    #[inline]
    pub(super) const fn text(&mut self, text: &str) {
        let text = text.as_bytes();
        if Self::CAPACITY - self.len < text.len() {
            return;
        }
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.len] = text[at];
            self.len += 1;
            at += 1;
        }
    }

    #[inline]
    pub(super) const fn number(&mut self, number: u128) {
        if number >= 10 {
            self.number(number / 10);
        }
        self.text(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][(number % 10) as usize]);
    }

    #[inline]
    pub(super) const fn signed(&mut self, number: i128) {
        if number < 0 {
            self.text("-");
        }
        self.number(number.unsigned_abs());
    }

    /// A number with a fraction, with as few digits as tell it; `false` if it is of a size that nobody writes out.
    #[inline]
    pub(super) const fn float(&mut self, number: f64) -> bool {
        let size = if number < 0.0 { -number } else { number };
        let (mut scale, mut digits) = (1_u64, 0);
        while digits <= 15 && size * (scale as f64) < 9e15 {
            let whole = (size * (scale as f64) + 0.5) as u64;
            if whole as f64 / scale as f64 == size {
                if number < 0.0 {
                    self.text("-");
                }
                self.number((whole / scale) as u128);
                self.text(".");
                let (mut rest, mut unit) = (whole % scale, scale / 10);
                while unit > 0 {
                    self.number((rest / unit) as u128);
                    rest %= unit;
                    unit /= 10;
                }
                if digits == 0 {
                    self.text("0");
                }
                return true;
            }
            scale *= 10;
            digits += 1;
        }
        false
    }
}
