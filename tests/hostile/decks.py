"""Deck files made to do harm: each a name and its bytes, by the kind of attack."""

from collections.abc import Iterator

_SIGNS = {
    "csi": "\x1b[31mred\x1b[2J\x1b[H",
    "title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "link": "\x1b]8;;http://example.org\x1b\\x\x1b]8;;\x1b\\",
    "device": "\x1bP+q544e\x1b\\\x1b[6n\x1b[c",
    "c1": "\x9b31m\x85\x90\x9d0;x\x9c",
    "controls": "a\x07b\x08c\x0bd\x0ce\x7f\x00\x1a",
    "bidi": "abc\u202edef\u202c \u2066x\u2069 \u200f\u061c",
    "separators": "one\u2028two\u2029three\x85four",
    "zero": "a\u200bb\u2060c\ufeffd\u00ade\u180e",
    "tags": "x" + "".join(chr(0xE0000 + ord(char)) for char in "steal") + "\U000e007f",
    "zalgo": "z" + "\u0301" * 5000,
    "nonchars": "\ufdd0\ufdd1\ufdd2\uffff\U0010ffff\ue000",
    "wide": "\u3000" * 300 + "👩\u200d⚕️" * 50,
    "actions": "[@click=app.quit]x[/] [@click=screen.action('end',True)]y[/]",
    "markup": "[/] [/b] [b]x[/b] [1] and [/2] {0} %s %(x)s {typed} $error",
    "html": "<script>alert(1)</script><img src=x onerror=y><!-- --><a href='javascript:z'>k</a>&lt;&#x1b;",
    "reportlab": "<para><font size=900>x</font><img src='/etc/passwd'/></para><seq/>]]>",
    "formula": "=cmd|'/c calc'!A0",
    "shell": "$(touch owned) `touch owned` ; touch owned | & \n--home /tmp",
}


def _item(text: str) -> str:
    """Return items that have a text wherever one can stand."""
    return (
        f"## Head {text}\n\nCase: Case {text}\n\nQ: Ask {text}?\n\nA: Tell {text}.\n\nWhy: So {text}.\n\n"
        f"tags:: a, {text}\nsource:: SRC-{text}\nevidence:: {text}\ntagz:: {text}\n\nQ: Choose {text}?\n\n"
        f"- [x] yes {text}\n- [ ] no {text}\n  > said {text}\n\nQ: Type {text}\n\n= {text}\n\nC: Hide [it {text}] now\n\n"
        f"Q: Order {text}\n\nOrder:\n1. one {text}\n2. two\n\nQ: Match {text}\n\nMatch:\n- l {text} -> r {text}\n- b -> c\n"
    )


def texts() -> Iterator[tuple[str, bytes]]:
    """Signs that a terminal, a markup language, a shell or a spreadsheet would obey."""
    for name, text in _SIGNS.items():
        head = f"---\ntitle: T {text}\ntopic: {text}\nodd {text}: {text}\n---\n\n"
        yield f"sign-{name}.md", (head + _item(text)).encode("utf-8", "surrogatepass")


def encodings() -> Iterator[tuple[str, bytes]]:
    """Bytes that are no UTF-8, or hardly."""
    plain = _item("x")
    yield "utf16.md", plain.encode("utf-16")
    yield "utf32.md", plain.encode("utf-32")
    yield "latin.md", "Q: Größe?\n\nA: ä\n".encode("latin-1")
    yield "surrogates.md", b"Q: \xed\xa0\x80\xed\xb0\x80?\n\nA: x\n"
    yield "overlong.md", b"Q: \xc0\xaf\xe0\x80\xaf?\n\nA: \xf8\x88\x80\x80\x80\n"
    yield "nul.md", b"\0" * 100_000
    yield "boms.md", b"\xef\xbb\xbf" * 3 + plain.encode()
    yield "half.md", plain.encode()[:-1] + b"\xf0\x9f"
    yield "random.md", bytes((index * 7919) % 256 for index in range(50_000))
    yield "returns.md", plain.replace("\n", "\r").encode()


def sizes() -> Iterator[tuple[str, bytes]]:
    """More of something than anybody reads."""
    yield "line.md", b"Q: " + b"x" * 70_000 + b"?\n\nA: y\n"
    yield "item.md", b"Q: long?\n\nA: " + b"word word\n" * 30_000
    yield "cards.md", b"Q: a?\n\nA: b\n\n" * 5000
    yield "gaps.md", b"C: " + b"[a] " * 10_000 + b"\n"
    yield "options.md", b"Q: many?\n\n" + b"- [ ] a\n" * 5000 + b"- [x] b\n"
    yield "tags.md", b"Q: a?\n\nA: b\n\ntags:: " + b",".join(b"t%d" % one for one in range(8000)) + b"\n"
    yield "headings.md", b"# h\n" * 10_000
    yield "problems.md", b"q: near\n\n" * 3000
    yield "rules.md", b"---\n" * 8000
    yield "properties.md", b"Q: a?\n\nA: b\n\n" + b"source:: x\n" * 5000
    yield "too-large.md", b"Q: a?\n\nA: b\n\n" * 1_500_000


def grammar() -> Iterator[tuple[str, bytes]]:
    """Nesting, numbers and headers that slow or mislead a reader."""
    yield "brackets.md", b"C: " + b"[" * 30_000 + b"\n"
    yield "closing.md", b"C: " + b"]" * 30_000 + b"\n"
    yield "links.md", b"Q: " + b"[a](" * 10_000 + b"?\n\nA: x\n"
    yield "stars.md", b"Q: " + b"*a" * 15_000 + b"?\n\nA: " + b"**_~~" * 5000 + b"\n"
    yield "quotes.md", b"Q: a?\n\nA: " + b">" * 5000 + b" x\n"
    yield "lists.md", b"Q: a?\n\nA: x\n" + b"".join(b"  " * depth + b"- y\n" for depth in range(400))
    yield "backticks.md", b"Q: " + b"".join(b"`" * run + b"a" for run in range(200)) + b"?\n\nA: x\n"
    yield "images.md", b"Q: " + b"![](" * 10_000 + b"?\n\nA: x\n"
    yield "escapes.md", b"C: " + b"\\[" * 10_000 + b"\\" * 9999 + b"\n"
    yield "fence.md", b"Q: a?\n\nA: x\n\n```\n" + b"Q: b?\n" * 1000
    yield "comment.md", b"<!-- " + b"Q: a?\n\nA: b\n\n" * 1000
    yield "integers.md", b"Q: n?\n\n= " + b"9" * 5000 + b" \xc2\xb1 1" + b"0" * 5000 + b" kPa\n"
    yield (
        "exponents.md",
        b"Q: n?\n\n= 1e999999999 .. 1e-999999999 kPa\n\nQ: m?\n\n= NaN\n\nQ: i?\n\n= inf .. -inf\n",
    )
    yield "header.md", b"---\n" + b"title: x\n" * 10_000 + b"---\n\nQ: a?\n\nA: b\n"
    yield (
        "blueprint.md",
        b"---\nkind: exam\nblueprint:\n" + b"  a: 1e400\n  b: -5\n" * 500 + b"---\n\nQ: a?\n\nA: b\n",
    )
    yield (
        "yaml.md",
        b"---\na: &a [*a,*a]\nb: !!python/object/apply:os.system [touch owned]\n---\n\nQ: a?\n\nA: b\n",
    )
    yield "from.md", b"---\nkind: exam\ndraw: 99999999999999999999\nfrom: ../../etc, /, .\nminutes: -1\n---\n"
    yield "spaces.md", b"Q: a" + b" \t" * 15_000 + b"b?\n\nA: " + b" " * 30_000 + b"x\n"


def names() -> Iterator[tuple[str, bytes]]:
    """Ids and pictures that lead elsewhere."""
    yield "ids.md", "".join(f"Q: a{n}?\n\nA: b\n\nid:: same\n\n" for n in range(50)).encode()
    yield "path-ids.md", b"Q: a?\n\nA: b\n\nid:: ../../../etc/passwd\n\nQ: c?\n\nA: d\n\nid:: ~until~x#y\n"
    yield "deck-id.md", b"---\nid: ../../progress\n---\n\nQ: a?\n\nA: b\n"
    paths = (
        "../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/x.png", "..\\..\\x.png", "//host/x.png",
        "@/../../x.png", "CON", "x.png%00.txt", "\uff0e\uff0e/x.png", "%2e%2e/%2e%2e/x.png", "x" * 5000, "javascript:x", "data:image/png;base64,AAAA",
        "~/.bashrc", "$HOME/x.png", "./././x.png", "a/../b.png",
    )  # fmt: skip
    for number, path in enumerate(paths):
        yield f"picture-{number}.md", f"Q: ![alt]({path}) what?\n\nA: ![]({path})\n".encode()


def all_decks() -> Iterator[tuple[str, bytes]]:
    """Every deck of the corpus."""
    for some in (texts, encodings, sizes, grammar, names):
        yield from some()
