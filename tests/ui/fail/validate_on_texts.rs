fn check(_: &Level) -> Result<(), &'static str> {
    Ok(())
}

#[derive(milieu::Config)]
#[config(validate = check)]
enum Level {
    Low,
}

fn main() {}
