//! The application: one program for every environment.

fn card() -> String {
    #[cfg(feature = "demo")]
    return payments::demo_card();
    #[cfg(not(feature = "demo"))]
    return "4000 0000 0000 0002".to_owned();
}

fn main() -> Result<(), milieu::Error> {
    let settings = milieu::app!("shop").load::<shop::Settings>()?;
    println!("{} on port {}, orders in {}", settings.environment(), settings.port, settings.orders);
    println!("{}", payments::charge(&card(), 500));
    Ok(())
}
