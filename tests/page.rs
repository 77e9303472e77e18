//! The page in a browser: filter, keyboard, tooltip, policy, light and dark. Without one on this machine nothing is tested, and a line says so.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test fails by panicking, starts a browser, and says what it has measured"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use milieu::testing::Fixture;
use milieu::{Config, Credential};
use serde_json::Value;

#[derive(Config)]
#[expect(dead_code, reason = "only read")]
struct Settings {
    listen: String,
    database: Database,
    mirror: Option<String>,
    region: Option<String>,
}

#[derive(Config)]
#[expect(dead_code, reason = "only read")]
struct Database {
    #[config(supplied)]
    host: String,
    #[config(default = 8, parity = "varies")]
    pool_size: u32,
    password: Credential,
}

fn shop() -> Fixture {
    Fixture::new()
        .application("shop")
        .file("config/base.toml", "listen = '0.0.0.0:80'\ndatabase.pool_size = 4\n")
        .file("config/staging.toml", "database.pool_size = 16\ndatabase.pool_siez = 16\n")
        .file("config/production.toml", "mirror = 'hot'\nregion = 'eu'\n")
        .file(
            "config/parity.lock",
            "format = \"milieu.parity/1\"\naccepted = [\n    { environments = [\"production\", \"staging\"], \
             drift = \"missing-in-staging\", key = \"region\", reason = \"one region is enough\" },\n]\n",
        )
}

fn html() -> String {
    shop().loader().check_all::<Settings>().to_html()
}

/// A browser, and a directory of its own that goes away with it.
struct Browser {
    program: PathBuf,
    directory: PathBuf,
}

/// What a browser made of a page.
struct Seen {
    dom: String,
    /// What it had to complain of.
    console: Vec<String>,
}

impl Browser {
    fn find(test: &str) -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chrome.exe"];
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let on_path = std::env::split_paths(&paths).flat_map(|path| names.map(|name| path.join(name)));
        let known = [
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
        ];
        let Some(program) = on_path.chain(known.map(PathBuf::from)).find(|path| path.is_file()) else {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "no browser is there to test the page");
            eprintln!("skipped: no chromium or chrome is there, so {test} is not tested");
            return None;
        };
        let directory = std::env::temp_dir().join(format!("milieu-page-{}-{test}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        Some(Self { program, directory })
    }

    fn open(&self, html: &str, fragment: &str, more: &[&str]) -> Seen {
        let page = self.directory.join("page.html");
        fs::write(&page, html).unwrap();
        let (out, err) = (self.directory.join("out"), self.directory.join("err"));
        let path = page.to_str().unwrap().replace('\\', "/");
        let mut child = Command::new(&self.program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
            .args(["--enable-logging=stderr", "--v=0", "--window-size=1280,800", "--virtual-time-budget=4000"])
            .arg(format!("--user-data-dir={}", self.directory.join("profile").display()))
            .args(if more.iter().any(|one| one.starts_with("--screenshot")) { &[][..] } else { &["--dump-dom"] })
            .args(more)
            .arg(format!("file://{}{path}{fragment}", if path.starts_with('/') { "" } else { "/" }))
            .stdin(Stdio::null())
            .stdout(fs::File::create(&out).unwrap())
            .stderr(fs::File::create(&err).unwrap())
            .spawn()
            .unwrap();
        wait(&mut child);
        let dom = String::from_utf8_lossy(&fs::read(&out).unwrap()).into_owned();
        let err = String::from_utf8_lossy(&fs::read(&err).unwrap()).into_owned();
        let console = err.lines().filter(|line| line.contains("CONSOLE")).map(ToOwned::to_owned).collect();
        Seen { dom, console }
    }

    /// Opens a copy that anything may be done to, and returns what a script says of it.
    fn ask(&self, html: &str, fragment: &str, script: &str) -> Value {
        let seen = self.open(&tried(html, script), fragment, &[]);
        assert!(seen.console.is_empty(), "{:?}", seen.console);
        let said = seen.dom.split("<pre id=\"said\">").nth(1).and_then(|rest| rest.split("</pre>").next());
        let said = said.unwrap_or_else(|| panic!("the script did not end: {}", seen.dom));
        serde_json::from_str(&decoded(said)).unwrap()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// Waits for a child that was started here, and ends it if it takes too long.
fn wait(child: &mut Child) {
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begin.elapsed() > Duration::from_secs(120) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the browser takes too long");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The page without its policy, and with a script behind its own that says something.
fn tried(html: &str, script: &str) -> String {
    let policy = html.find("<meta http-equiv").unwrap();
    let end = policy + html[policy..].find('>').unwrap() + 1;
    let helpers = "const keys = (key, more) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
         { key, bubbles: true, cancelable: true, ...more }));
         const tip = document.getElementById('tip'), filter = document.getElementById('filter');
         const row = () => document.activeElement.closest('tr').cells[0].textContent;
         const type = (text) => { filter.value = text; filter.dispatchEvent(new Event('input')); };
         const say = (said) => { const pre = document.createElement('pre'); pre.id = 'said';
           pre.textContent = JSON.stringify(said); document.body.append(pre); };";
    let script = format!("<script>\"use strict\";{helpers}{script}</script></body>");
    format!("{}{}", &html[..policy], &html[end..]).replace("</body>", &script)
}

fn decoded(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

/// The keys of the rows that are shown.
fn keys(dom: &str) -> Vec<String> {
    let body = dom.split("<tbody").nth(1).unwrap().split("</tbody>").next().unwrap();
    let rows = body.split("<tr").skip(1).filter(|row| !row.split('>').next().unwrap().contains("hidden"));
    let key = |row: &str| {
        let head = row.split("<th").nth(1).unwrap().split_once('>').unwrap().1.split("</th>").next().unwrap();
        decoded(&head.split("<small").next().unwrap().replace("<i>", "").replace("</i>", ""))
    };
    rows.map(key).collect()
}

fn count(dom: &str) -> String {
    decoded(dom.split("id=\"count\"").nth(1).unwrap().split_once('>').unwrap().1.split('<').next().unwrap())
}

#[test]
fn the_address_says_what_is_shown() {
    let Some(browser) = Browser::find("filter") else { return };
    for (fragment, shown, said) in [
        (
            "",
            &[
                "listen",
                "database.host",
                "database.pool_size",
                "database.password",
                "mirror",
                "region",
                "database.<key 2>",
            ][..],
            "7 keys, 2 findings",
        ),
        (
            "#filter=database",
            &["database.host", "database.pool_size", "database.password", "database.<key 2>"],
            "4 of 7 keys, 1 finding",
        ),
        // an origin, and the words of a finding; both words have to be there
        ("#filter=BASE.toml%20listen", &["listen"], "1 of 7 keys, 0 findings"),
        ("#filter=did+you+mean", &["database.<key 2>"], "1 of 7 keys, 1 finding"),
        ("#only=findings", &["mirror", "database.<key 2>"], "2 of 7 keys, 2 findings"),
        ("#only=drift", &["mirror", "region"], "2 of 7 keys, 2 findings"),
        ("#filter=mirror&only=drift,findings", &["mirror"], "1 of 7 keys, 1 finding"),
        ("#filter=%E0%A4%A", &[], "0 of 7 keys, 0 findings"),
    ] {
        let seen = browser.open(&html(), fragment, &[]);
        assert_eq!(keys(&seen.dom), shown, "{fragment}");
        assert_eq!(count(&seen.dom), said, "{fragment}");
        assert!(seen.console.is_empty(), "{fragment}: {:?}", seen.console);
    }
}

#[test]
fn everything_can_be_done_from_the_keyboard() {
    let Some(browser) = Browser::find("keyboard") else { return };
    let said = browser.ask(
        &html(),
        "",
        "const said = {};
         keys('/'); said.slash = document.activeElement.id;
         const cell = document.querySelector('#rows [tabindex=\"0\"]');
         said.stops = document.querySelectorAll('#rows [tabindex=\"0\"], #rows a:not([tabindex])').length;
         cell.focus(); said.first = row();
         keys('ArrowDown'); keys('ArrowDown'); said.down = row();
         keys('ArrowRight'); said.column = document.activeElement.cellIndex;
         said.tip = tip.hidden ? null : tip.innerText;
         said.described = document.activeElement.getAttribute('aria-describedby');
         keys('Escape'); said.closed = tip.hidden;
         keys('End'); said.end = document.activeElement.cellIndex;
         keys('ArrowRight'); said.edge = document.activeElement.cellIndex;
         keys('Home'); said.home = document.activeElement.cellIndex;
         keys('End', { ctrlKey: true }); said.last = row();
         keys('PageUp'); said.page = row();
         type('mirror'); said.hash = location.hash; said.stop = document.querySelector('#rows [tabindex=\"0\"]').textContent;
         document.querySelector('#rows [tabindex=\"0\"]').focus(); keys('ArrowDown'); said.hidden = row();
         filter.focus(); keys('Escape'); said.cleared = filter.value + location.hash;
         const marked = document.querySelector('#rows td a.m').closest('td');
         marked.tabIndex = 0; marked.focus(); keys('Enter'); said.enter = location.hash;
         setTimeout(() => { said.target = document.activeElement.id; say(said); }, 50);",
    );
    assert_eq!(said["slash"], "filter");
    assert_eq!(said["stops"], 1, "one cell is in the order of the Tab key");
    assert_eq!((&said["first"], &said["down"]), (&"listen".into(), &"database.pool_size".into()));
    assert_eq!(said["column"], 1);
    let tip = said["tip"].as_str().unwrap();
    for words in ["database.pool_size in staging", "16", "config/staging.toml:1:22", "config/base.toml:2:22", "default"]
    {
        assert!(tip.contains(words), "{words} is not in {tip}");
    }
    assert_eq!((&said["described"], &said["closed"]), (&"tip".into(), &true.into()));
    assert_eq!((&said["end"], &said["edge"], &said["home"]), (&2.into(), &2.into(), &0.into()));
    assert!(said["last"].as_str().unwrap().starts_with("database.<key 2>"));
    assert_eq!(said["page"], "listen");
    assert_eq!(said["hash"], "#filter=mirror");
    assert_eq!((&said["stop"], &said["hidden"]), (&"mirror".into(), &"mirror".into()), "hidden rows are passed over");
    assert_eq!(said["cleared"], "");
    assert_eq!(said["target"], said["enter"].as_str().unwrap().trim_start_matches('#'));
}

#[test]
fn a_pointer_shows_what_a_cell_shadows_and_a_link_shows_what_the_filter_hides() {
    let Some(browser) = Browser::find("pointer") else { return };
    let said = browser.ask(
        &html(),
        "#filter=listen",
        "const said = {};
         const cell = [...document.querySelectorAll('#rows tr')][2].cells[1];
         cell.querySelector('s').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
         setTimeout(() => {
           said.tip = tip.hidden ? '' : tip.textContent;
           document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })); said.closed = tip.hidden;
           document.querySelector('#findings li .k').click();
         }, 300);
         setTimeout(() => { said.row = row(); said.filter = filter.value; said.tip2 = tip.textContent; say(said); }, 600);",
    );
    assert!(said["tip"].as_str().unwrap().contains("config/base.toml:2:22"), "{said}");
    assert_eq!((&said["closed"], &said["filter"]), (&true.into(), &"".into()));
    assert!(said["row"].as_str().unwrap().starts_with("database.<key 2>"), "{said}");
    assert!(said["tip2"].as_str().unwrap().contains("did you mean pool_size?"), "{said}");
}

#[test]
fn columns_that_are_out_of_sight_are_hinted_at() {
    let Some(browser) = Browser::find("edge") else { return };
    let environments = ["development", "test", "staging", "production"];
    let four = environments.iter().fold(shop(), |fixture, name| {
        fixture.file(format!("config/{name}.toml"), "database.pool_size = 16\ndatabase.pool_siez = 16\n")
    });
    let four = four.loader().check_all::<Settings>().to_html();
    let script = "const main = document.querySelector('main'), frame = document.querySelector('.frame');
         const seen = () => [main.classList.contains('more'), getComputedStyle(main, '::after').content !== 'none'];
         const said = [seen()]; const first = document.querySelector('#rows th');
         frame.scrollLeft = 10000;
         setTimeout(() => { said.push(seen()); said.push(first.getBoundingClientRect().left - frame.getBoundingClientRect().left < 2);
           say(said); }, 200);";
    assert_eq!(browser.ask(&four, "", script).to_string(), "[[true,true],[false,false],true]");
    assert_eq!(browser.ask(&html(), "", script)[0].to_string(), "[false,false]");
    let seen = browser.open(&tried(&four, script), "", &["--window-size=1400,900"]);
    assert!(seen.dom.contains("<pre id=\"said\">[[false,false]"), "four fit on a laptop");
}

#[test]
fn no_script_but_its_own_runs() {
    let Some(browser) = Browser::find("policy") else { return };
    let foreign =
        "<script>document.title = 'taken'</script><img src=\"x\" onerror=\"document.title = 'taken'\"></body>";
    let seen = browser.open(&html().replace("</body>", foreign), "#filter=mirror", &[]);
    assert!(!seen.dom.contains("<title>taken"), "a script that was put in has run");
    assert!(seen.console.iter().any(|line| line.contains("Content Security Policy")), "{:?}", seen.console);
    assert_eq!(keys(&seen.dom), ["mirror"], "its own script runs");
}

#[test]
fn it_is_light_by_day_and_dark_by_night() {
    let Some(browser) = Browser::find("themes") else { return };
    let script = "const light = (name) => getComputedStyle(document.body)[name].match(/\\d+/g).slice(0, 3).reduce((sum, one) => sum + +one, 0);
         say([light('backgroundColor'), light('color')]);";
    for (scheme, is_light) in [("1", true), ("0", false)] {
        let setting = format!("--blink-settings=preferredColorScheme={scheme}");
        let seen = browser.open(&tried(&html(), script), "", &[&setting]);
        let said = seen.dom.split("<pre id=\"said\">").nth(1).unwrap().split("</pre>").next().unwrap();
        let [ground, ink]: [u32; 2] = serde_json::from_str(said).unwrap();
        assert_eq!(ground > ink, is_light, "{scheme}: {ground} {ink}");
        let shot = browser.directory.join(format!("{scheme}.png"));
        browser.open(&html(), "", &[&setting, &format!("--screenshot={}", shot.display())]);
        assert!(fs::metadata(&shot).unwrap().len() > 10_000, "the screenshot is empty");
    }
}

#[test]
fn thousands_of_keys_are_filtered_at_once() {
    let Some(browser) = Browser::find("large") else { return };
    let mut base = String::new();
    for table in 0..250 {
        base.push_str(&format!("[table_{table}]\n"));
        (0..20).for_each(|key| base.push_str(&format!("key_{key} = {key}\n")));
    }
    let environments = ["development", "test", "staging", "production"];
    let fixture = environments.iter().fold(Fixture::new().file("config/base.toml", base.as_str()), |fixture, name| {
        fixture.file(format!("config/{name}.toml"), base.as_str())
    });
    let html = fixture.loader().check_all_plain().to_html();
    let said = browser.ask(
        &html,
        "",
        "const said = {}; const laid = () => document.querySelector('.frame').scrollHeight;
         laid();
         for (const words of ['table_17', 'key_3', '']) {
           const begin = performance.now(); type(words); laid();
           said['\"' + words + '\"'] = [performance.now() - begin, document.getElementById('count').textContent];
         }
         say(said);",
    );
    assert_eq!(said["\"table_17\""][1], "220 of 5,000 keys, 0 findings");
    assert_eq!(said["\"\""][1], "5,000 keys, 0 findings");
    let time = |name: &str| said[name][0].as_f64().unwrap_or_default();
    eprintln!(
        "5,000 keys in 4 environments: {} bytes; filtered in {:.0} ms the first time, then in {:.0} ms, shown again in {:.0} ms",
        html.len(),
        time("\"table_17\""),
        time("\"key_3\""),
        time("\"\""),
    );
}
