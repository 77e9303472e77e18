use milieu::{BuildClass, Config};

#[derive(Config)]
struct Settings {
    #[config(dev_default = 2, range = 1..)]
    workers: u16,
    #[config(supplied, dev_default = "localhost")]
    host: String,
    #[config(dev_only, default = false)]
    trace: bool,
    #[config(dev_only)]
    seed: Option<u64>,
    #[config(dev_only)]
    tools: Tools,
    mock: milieu::DevOnly![String],
    #[config(dev_default = "http://localhost/")]
    url: milieu::DevOnly![url::Url],
}

#[derive(Config)]
struct Tools {
    #[config(default = 8000)]
    port: u16,
}

fn main() {
    if milieu::build!().class() == BuildClass::Development {
        let read = |settings: &Settings| (settings.mock.get().cloned(), settings.url.get().cloned());
        let _ = read;
    }
}
