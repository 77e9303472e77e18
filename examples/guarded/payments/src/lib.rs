//! Charges cards, or pretends to.

// whoever unites this feature into a deployable build is told how it came about
milieu::forbid_in_deployable!(feature = "mock");

/// Charges a card.
#[must_use]
pub fn charge(card: &str, cents: u64) -> String {
    #[cfg(feature = "mock")]
    return mock::charge(card, cents);
    #[cfg(not(feature = "mock"))]
    return format!("charged {cents} cents to the card that ends in {}", &card[card.len().saturating_sub(4)..]);
}

/// Pretends to charge a card.
#[milieu::dev_only]
#[cfg(feature = "mock")]
pub mod mock {
    /// Charges nobody.
    #[must_use]
    pub fn charge(_: &str, cents: u64) -> String {
        format!("pretended to charge {cents} cents")
    }
}

/// A card that takes every amount.
#[milieu::dev_only]
#[must_use]
pub fn demo_card() -> String {
    "4242 4242 4242 4242".to_owned()
}
