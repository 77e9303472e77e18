//! What the shop is told from outside.

/// Settings of the shop.
#[derive(milieu::Config)]
pub struct Settings {
    /// Port to listen on.
    #[config(default = 8080)]
    pub port: u16,
    /// Where orders are kept.
    #[config(dev_default = "memory")]
    pub orders: String,
}
