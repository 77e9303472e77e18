//! dotenv texts, each with every reading that is acceptable.
//!
//! The readings are those that eleven common implementations of dotenv were observed to give; where nearly all agree there is
//! one. `None` stands for a refusal, which is acceptable wherever they differ.

type Reading = Option<&'static [(&'static str, &'static str)]>;

const ROWS: &[(&str, &str, &[Reading])] = &[
    ("basic/plain", "A=basic\n", &[Some(&[("A", "basic")])]),
    ("basic/empty-then", "A=\nB=2\n", &[Some(&[("A", ""), ("B", "2")])]),
    ("basic/equals-in-value", "A=equals==\n", &[Some(&[("A", "equals==")])]),
    ("basic/url", "A=postgres://u:p@h:5432/db?x=1&y=2\n", &[Some(&[("A", "postgres://u:p@h:5432/db?x=1&y=2")])]),
    ("basic/spaces-inside", "A=a b c\n", &[None, Some(&[("A", "a b c")])]),
    ("basic/utf8", "A=naïve-日本\n", &[Some(&[("A", "naïve-日本")])]),
    ("space/after-eq", "A= b\n", &[Some(&[("A", "b")])]),
    ("space/lead-line", "   A=b\n", &[Some(&[("A", "b")])]),
    ("space/trailing", "A=b   \n", &[Some(&[("A", "b")])]),
    ("quote/single", "A='x y'\n", &[Some(&[("A", "x y")])]),
    ("quote/single-spaced", "A='  x  '\n", &[Some(&[("A", "  x  ")])]),
    ("quote/sq-in-dq", "A=\"it's\"\n", &[Some(&[("A", "it's")])]),
    ("quote/trailing-space-after", "A=\"x\"   \n", &[Some(&[("A", "x")])]),
    ("quote/space-before", "A= \"x\"\n", &[Some(&[("A", "x")])]),
    ("quote/adjacent", "A='a'\"b\"\n", &[None, Some(&[("A", "'a'\"b\"")]), Some(&[("A", "ab")]), Some(&[("A", "a")])]),
    ("quote/junk-after", "A=\"x\"y\n", &[None, Some(&[("A", "\"x\"y")]), Some(&[("A", "xy")]), Some(&[("A", "x")])]),
    (
        "quote/unterminated-dq",
        "A=\"abc\nB=2\n",
        &[None, Some(&[("A", "\"abc"), ("B", "2")]), Some(&[("B", "2")]), Some(&[])],
    ),
    ("quote/unterminated-sq", "A='abc\nB=2\n", &[None, Some(&[("A", "'abc"), ("B", "2")]), Some(&[("B", "2")])]),
    ("escape/dq-n", "A=\"a\\nb\"\n", &[Some(&[("A", "a\nb")])]),
    ("escape/sq-n", "A='a\\nb'\n", &[Some(&[("A", "a\\nb")])]),
    (
        "escape/dq-quote",
        "A=\"a\\\"b\"\n",
        &[None, Some(&[("A", "a\"b")]), Some(&[("A", "a\\\"b")]), Some(&[("A", "a\\")])],
    ),
    ("escape/dq-backslash", "A=\"a\\\\b\"\n", &[None, Some(&[("A", "a\\b")]), Some(&[("A", "a\\\\b")])]),
    ("escape/dq-dollar", "A=\"a\\$B\"\n", &[None, Some(&[("A", "a$B")]), Some(&[("A", "a\\$B")])]),
    ("escape/unq-space", "A=a\\ b\n", &[None, Some(&[("A", "a\\ b")]), Some(&[("A", "a b")])]),
    ("escape/sq-quote", "A='a\\'b'\n", &[None, Some(&[("A", "a\\'b")]), Some(&[("A", "a'b")]), Some(&[("A", "a\\")])]),
    ("comment/inline-unq", "A=b # c\n", &[Some(&[("A", "b")])]),
    ("comment/inline-nospace", "A=b#c\n", &[None, Some(&[("A", "b#c")]), Some(&[("A", "b")])]),
    ("comment/inline-after-dq", "A=\"b\" # c\n", &[Some(&[("A", "b")])]),
    ("comment/inline-after-dq-nospace", "A=\"b\"#c\n", &[None, Some(&[("A", "b")]), Some(&[("A", "b#c")])]),
    ("comment/hash-in-dq", "A=\"b#c\"\n", &[Some(&[("A", "b#c")])]),
    ("comment/tab-hash", "A=b\t#c\n", &[Some(&[("A", "b")])]),
    ("export/plain", "export A=b\n", &[Some(&[("A", "b")])]),
    ("export/bare", "A=1\nexport A\n", &[None, Some(&[("A", "1")])]),
    ("multi/dq-blank", "A=\"l1\n\nl3\"\n", &[Some(&[("A", "l1\n\nl3")])]),
    ("interp/brace", "A=1\nB=${A}2\n", &[Some(&[("A", "1"), ("B", "12")])]),
    ("interp/bare", "A=1\nB=$A-2\n", &[None, Some(&[("A", "1"), ("B", "1-2")]), Some(&[("A", "1"), ("B", "$A-2")])]),
    ("interp/in-dq", "A=1\nB=\"${A}2\"\n", &[Some(&[("A", "1"), ("B", "12")])]),
    ("interp/undef", "B=x${NOPE}y\n", &[None, Some(&[("B", "xy")]), Some(&[("B", "x${NOPE}y")])]),
    (
        "interp/default",
        "B=${NOPE:-dft}\n",
        &[None, Some(&[("B", "dft")]), Some(&[("B", "${NOPE:-dft}")]), Some(&[("B", ":-dft}")]), Some(&[("B", "")])],
    ),
    (
        "interp/required",
        "B=${NOPE:?must}\n",
        &[None, Some(&[("B", "${NOPE:?must}")]), Some(&[("B", "")]), Some(&[("B", ":?must}")])],
    ),
    ("interp/escaped", "B=\\${A}\n", &[None, Some(&[("B", "${A}")]), Some(&[("B", "\\${A}")]), Some(&[("B", "\\")])]),
    (
        "interp/dollar-end",
        "B=pa$$word$\n",
        &[
            None,
            Some(&[("B", "pa$$word$")]),
            Some(&[("B", "pa$$")]),
            Some(&[("B", "pa")]),
            Some(&[("B", "pa$word$")]),
            Some(&[("B", "pa31608word$")]),
        ],
    ),
    ("interp/forward", "B=${A}\nA=1\n", &[None, Some(&[("A", "1"), ("B", "")]), Some(&[("A", "1"), ("B", "${A}")])]),
    (
        "interp/self-env",
        "ENV_X=file-${ENV_X}\n",
        &[
            None,
            Some(&[("ENV_X", "file-fromenv")]),
            Some(&[("ENV_X", "file-${ENV_X}")]),
            Some(&[("ENV_X", "fromenv")]),
            Some(&[("ENV_X", "file-")]),
        ],
    ),
    ("interp/cmd", "B=$(echo hi)\n", &[None, Some(&[("B", "$(echo hi)")]), Some(&[("B", "hi")])]),
    (
        "interp/underscore",
        "MY_V=1\nB=$MY_V-2\n",
        &[
            None,
            Some(&[("B", "1-2"), ("MY_V", "1")]),
            Some(&[("B", "$MY_V-2"), ("MY_V", "1")]),
            Some(&[("B", "_V-2"), ("MY_V", "1")]),
        ],
    ),
    ("key/dot", "A.B=1\n", &[Some(&[("A.B", "1")])]),
    ("key/dash", "A-B=1\n", &[None, Some(&[("A-B", "1")]), Some(&[])]),
    ("key/digit-first", "1A=1\n", &[None, Some(&[("1A", "1")])]),
    ("key/no-eq", "A\nB=2\n", &[None, Some(&[("B", "2")]), Some(&[("A\nB", "2")]), Some(&[("A", ""), ("B", "2")])]),
    ("key/empty", "=x\nB=2\n", &[None, Some(&[("B", "2")]), Some(&[("", "x"), ("B", "2")]), Some(&[])]),
    ("key/brackets", "A[0]=x\n", &[None, Some(&[]), Some(&[("A[0]", "x")])]),
    (
        "eol/cr-only",
        "A=1\rB=2\r",
        &[
            None,
            Some(&[("A", "1"), ("B", "2")]),
            Some(&[("A", "1\rB=2")]),
            Some(&[("A", "1B=2")]),
            Some(&[("A", "1\rB=2\r")]),
        ],
    ),
    (
        "bom/utf8",
        "\u{feff}A=1\nB=2\n",
        &[None, Some(&[("A", "1"), ("B", "2")]), Some(&[("B", "2")]), Some(&[("B", "2"), ("\u{feff}A", "1")])],
    ),
    (
        "eol/crlf-multiline",
        "A=\"l1\r\nl2\"\r\n",
        &[None, Some(&[("A", "l1\nl2")]), Some(&[("A", "l1\r\nl2")]), Some(&[("A", "l1\r\nl2\r")])],
    ),
    ("dup/env-wins", "ENV_X=file\n", &[Some(&[("ENV_X", "file")])]),
];

#[test]
fn every_row_is_read_as_some_implementation_reads_it() {
    for (id, text, readings) in ROWS {
        let read = milieu_format::dotenv::read(text);
        let mut entries: Vec<_> =
            read.entries.iter().map(|entry| (entry.name.text.as_str(text), entry.value.as_str(text))).collect();
        entries.sort_unstable();
        let refused = !read.faults.is_empty();
        let fits = readings.iter().any(|reading| match reading {
            None => refused,
            Some(want) => !refused && *want == entries.as_slice(),
        });
        assert!(fits, "{id}: {text:?} gave {entries:?}, {:?}", read.faults);
    }
}

#[test]
fn what_a_name_refers_to_stands_before_it_in_the_same_text() {
    let text = "A=1\nB=\"${A}2\"\nC=${HOME}\n";
    let read = milieu_format::dotenv::read(text);
    assert_eq!(read.entries[1].value.as_str(text), "12");
    assert!(read.entries[1].is_interpolated && !read.entries[0].is_interpolated);
    assert_eq!(read.entries.len(), 2, "a variable of the process is not looked at");
    assert_eq!(read.faults[0].span.start, 16);
}

#[test]
fn names_that_double_each_other_stop_at_a_bound() {
    let mut text = String::from("A0=xxxxxxxx\n");
    for level in 1..60 {
        text.push_str(&format!("A{level}=${{A{0}}}${{A{0}}}\n", level - 1));
    }
    let read = milieu_format::dotenv::read(&text);
    let all: usize = read.entries.iter().map(|entry| entry.value.as_str(&text).len()).sum();
    assert!(all < 8 << 20 && !read.faults.is_empty());
}
