//! `cargo run -p with-axum`, and a look at http://127.0.0.1:3000/

use std::error::Error;

use with_axum::{Settings, app};

fn main() -> Result<(), Box<dyn Error>> {
    let settings = milieu::app!("greeter").load::<Settings>()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(settings.listen).await?;
        Ok(axum::serve(listener, app(settings)).await?)
    })
}
