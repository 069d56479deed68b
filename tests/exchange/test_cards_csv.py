"""Flashcards as tables: every card comes back, no cell runs as a formula, and Anki's and plain tables are read."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.flashcard import Basic, Choice, Cloze, Flashcard, Known, Link, Part, Typing
from studykit.core.response import Choices, Option
from studykit.exchange.anki.guid import guid
from studykit.exchange.cards.csv import read_cards, write_cards
from tests.exchange.asked import anything
from tests.exchange.cards import CARDS, decks

HEADERS = (
    "#separator:Comma",
    "#html:false",
    "#guid column:1",
    "#notetype column:2",
    "#deck column:3",
    "#tags column:4",
    "#if matches:keep current",
    "#columns:guid,notetype,deck,tags,field 1,field 2,field 3,field 4,field 5,field 6,media,exact",
)
ODD = Flashcard("a", Basic("one\x07two", "=1"), "Kitchen", sources=(Link("a\nb <x>", "c d"),))


def table(text: str, separator: str = ",") -> list[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [row for row in rows if not row[0].startswith("#")]


def written(headers: tuple[str, ...], rows: list[list[str]], separator: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    return "".join(f"{header}\n" for header in headers) + file.getvalue()


def read(text: str, file: str = "x.csv") -> tuple[Flashcard, ...]:
    cards, problems = read_cards(text, file)
    assert not problems
    return cards


@pytest.mark.parametrize("separator", [",", "\t"])
@anything
@given(cards=decks)
def test_every_card_comes_back(separator: str, cards: list[Flashcard]) -> None:
    text = write_cards(cards, separator=separator)
    assert read(text) == tuple(cards)
    assert read(text.replace("\r\n", "\n")) == tuple(cards)
    text.encode()


@anything
@given(cards=decks)
def test_no_cell_is_a_formula(cards: list[Flashcard]) -> None:
    for name, *cells in table(write_cards(cards)):
        assert re.fullmatch(r"[A-Za-z0-9_-]{12}", name)
        assert not [cell for cell in cells if cell.lstrip(" \n\u00a0").startswith(tuple("=+-@\t\r＝＋－＠"))]


def test_a_guid_stays_as_it_is_whatever_it_begins_with() -> None:
    cards = tuple(replace(CARDS[0], id=f"card {at}") for at in range(300))
    names = [row[0] for row in table(write_cards(cards))]
    assert names == [guid(card.id) for card in cards]
    assert any(name.startswith("-") for name in names)


def test_headers_are_those_of_ankis_importer() -> None:
    assert tuple(write_cards(CARDS).split("\r\n")[:8]) == HEADERS
    assert write_cards(CARDS, separator="\t").split("\r\n")[0] == "#separator:Tab"


def test_usual_cards_need_no_json() -> None:
    rows = table(write_cards(CARDS[:3]))
    assert [row[-1] for row in rows] == [""] * 3
    assert rows[2][4:8] == [
        "Which pan? Choose ONE.\n[picture: pans.png]",
        "A) iron\nB) glass\nC) paper",
        "A) right: It holds heat. [pans.md:3-4]\nB) wrong: It breaks. [pans & pots.md:7]\nC) wrong",
        "See the picture.",
    ]


def edited(card: Flashcard, column: int, cell: str) -> tuple[Flashcard, ...]:
    [row] = table(write_cards([card]))
    row[column] = cell
    return read(written(HEADERS, [row]))


def test_what_was_edited_in_a_spreadsheet_counts() -> None:
    assert table(write_cards([ODD]))[0][-1]
    assert edited(ODD, 2, "Elsewhere") == (replace(ODD, deck="Elsewhere"),)
    assert edited(ODD, 5, "'=2") == (replace(ODD, body=Basic("one\u2407two", "=2")),)
    assert edited(ODD, 6, "book") == (replace(ODD, sources=(Link("book"),)),)
    assert edited(ODD, 7, "b") == (replace(ODD, id="b"),)
    assert edited(ODD, 3, "studykit::removed x") == (replace(ODD, gone=True, tags=("x",)),)
    assert edited(ODD, 10, "x.png") == (replace(ODD, media=("x.png",)),)
    assert edited(ODD, 11, "{") == (
        replace(ODD, body=Basic("one\u2407two", "=1"), sources=(Link("a"), Link("b <x> <c d>"))),
    )
    assert edited(CARDS[0], 5, "230 °C")[0].body == Basic("How hot?", "230 °C")
    assert edited(CARDS[0], 3, "x studykit::removed") == (replace(CARDS[0], tags=("x",), gone=True),)
    body = edited(CARDS[2], 5, "A) iron\nB) glass\n(or Pyrex)\nC) card")[0].body
    assert isinstance(body, Choice)
    assert [option.text for option in body.response.options] == ["iron", "glass\n(or Pyrex)", "card"]
    assert edited(CARDS[1], 4, "Dough {{c1::rests}}")[0].body == Cloze(
        (Part("Dough "), Part("rests", hidden=True)), "In a box."
    )


@pytest.mark.parametrize(
    ("card", "column", "cell", "says"),
    [
        (1, 4, "no gap", "This text has no gap that could be filled: write {{c1::hidden}}."),
        (2, 5, "iron\nglass", "The options do not begin with 'A) '."),
        (2, 5, "A) iron", "There are not as many answers as options."),
        (2, 6, "A) yes\nB) no\nC) no", "What is said of an option begins with 'right' or 'wrong'."),
        (2, 6, "A) wrong\nB) wrong\nC) wrong", "None of the options is right."),
        (0, 7, "", "The field 'Id' is empty, by which the card is known."),
    ],
)
def test_a_row_that_says_nothing_is_told_with_its_line(card: int, column: int, cell: str, says: str) -> None:
    rows = table(write_cards([CARDS[3], CARDS[card]]))
    rows[1][column] = cell
    cards, problems = read_cards(written(HEADERS, rows), "x.csv")
    assert len(cards) == 1
    assert [(one.message, one.line) for one in problems] == [(says, 11)]


def test_a_spreadsheet_may_write_the_headers_again_as_rows() -> None:
    rows = [[header, *[""] * 11] for header in HEADERS[:7]]
    rows.append([HEADERS[7].split(",")[0], *HEADERS[7].split(",")[1:]])
    assert read(written((), rows + table(write_cards(CARDS)))) == CARDS
    semicolons = written((), [["#separator:Semicolon"], *rows[1:], *table(write_cards(CARDS))], ";")
    assert read(semicolons) == CARDS


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("Hund,dog\nKatze,cat\n", "x.csv"),
        ("\ufeffHund;dog\r\nKatze;cat\r\n", "x.csv"),
        ("Hund\tdog\nKatze\tcat", "x.tsv"),
        ("Hund\tdog\nKatze\tcat", "x.txt"),
        ("#separator:|\nHund|dog\n\nKatze|cat\n", "x.txt"),
        ("#separator:Pipe\n#html:true\n<b>Hund</b>|dog\n|\nKatze|cat&nbsp;\n", "x.txt"),
        ("Front,Back\nHund,dog\nKatze,cat\n", "x.csv"),
        ('"Definition","Number","Term"\ndog,1,Hund\ncat,2,Katze\n', "x.csv"),
    ],
)
def test_tables_of_fronts_and_backs_are_read(text: str, file: str) -> None:
    assert [card.body for card in read(text, file)] == [Basic("Hund", "dog"), Basic("Katze", "cat")]


def test_a_card_without_an_id_is_known_by_its_front() -> None:
    [first], [second] = read("Hund,dog\n"), read("front,back,tags\nHund,hound,x y::z\n")
    assert first.id == second.id
    assert (second.body, second.tags) == (Basic("Hund", "hound"), ("x", "y::z"))


def test_headers_say_what_columns_and_all_rows_hold() -> None:
    text = "#separator:tab\n#tags column:2\n#deck:Dogs::big\n#notetype:Basic\nHund\tx y\tdog\tbig dog\nKatze\t\tcat\n"
    first, second = read(text, "x.txt")
    assert first == Flashcard(first.id, Basic("Hund", "dog\n\nbig dog"), "Dogs::big", ("x", "y"))
    assert (second.body, second.tags) == (Basic("Katze", "cat"), ())


def test_each_number_of_a_gap_is_a_card() -> None:
    text = "#separator:tab\n#guid column:1\n#notetype column:2\nqq\tCloze\t{{c1::a}} b {{c3::c::hint}}\tmore\n"
    assert read(text, "x.txt") == (
        Flashcard("qq/0", Cloze((Part("a", hidden=True), Part(" b c")), "more"), ""),
        Flashcard("qq/2", Cloze((Part("a b "), Part("c", hidden=True)), "more"), ""),
    )


def test_our_notes_as_anki_writes_them_are_read() -> None:
    def row(kind: str, *fields: str) -> list[str]:
        return [guid("x"), f"studykit {kind}", "Kitchen", "b a", *fields]

    link = '<a href="https://x.example/?a=1&amp;b">dough.md:3</a><br>book'
    options = (
        '<ol><li class="right"><b>iron</b><p>It &lt;holds&gt; <i>(a.md:3, b.md:4)</i></p></li>'
        '<li class="wrong"><b>tin</b></li></ol>'
    )
    rows = [
        row("Basic", "a  b<br>c &amp;", "<div><b>changed</b> there</div>", link, "1"),
        row("Typed", "&#123;f&#125;", "x", "[sound:a.mp3]", "", "2"),
        row("Cloze", "Dough {{c1::24&#58;00}} and {{c1::x}}", "", "", "3"),
        row("Choice", "Which?", "<ol><li>iron</li></ol>", options, "b", "", "4"),
    ]
    basic, typed, cloze, choice = read(written(("#separator:tab", "#html:true", *HEADERS[2:6]), rows, "\t"), "x.txt")
    assert basic == Flashcard(
        "1",
        Basic("a  b\nc &", "changed there"),
        "Kitchen",
        ("b", "a"),
        (Link("dough.md:3", "https://x.example/?a=1&b"), Link("book")),
    )
    assert typed.body == Typing("{f}", "x", "[sound: a.mp3]")
    assert cloze.body == Cloze((Part("Dough "), Part("24:00", hidden=True), Part(" and "), Part("x", hidden=True)))
    assert isinstance(choice.body, Choice)
    first, second = choice.body.response.options
    assert (first.text, first.right, first.reason, [str(one) for one in first.sources]) == (
        "iron",
        True,
        "It <holds>",
        ["a.md:3", "b.md:4"],
    )
    assert second == Option("tin", right=False, reason="")
    assert choice.body.response == Choices((first, second))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,stem,option_a,key\n1,x,y,A\n", "This is a table of quiz questions, not of cards."),
        (",back\n", "The front of this card is empty."),
        ("a,b\na,c\n", "is further up already."),
        ("#html:true\n<br>,b\n", "The front of this card is empty."),
        ("".join(f"{{{{c{at}::x}}}}" for at in range(1, 999)) + ",b\n", "998 gaps one by one; up to 200 are read."),
    ],
)
def test_what_is_no_card_is_told(text: str, says: str) -> None:
    _, problems = read_cards(text, "x.csv")
    assert len(problems) == 1
    assert says in problems[0].message


@given(st.text(max_size=80) | st.text(alphabet='#separator:\t",ab{}c1\n;|=', max_size=80))
def test_any_text_is_read_or_told(text: str) -> None:
    cards, problems = read_cards(text, "x.csv")
    for card in cards:
        assert card.id.strip()
    assert all(one.message.endswith(".") for one in problems)


def test_a_long_text_is_no_trouble() -> None:
    card = Flashcard("a", Basic("x" * 1_000_000, 'y"' * 500_000), "Kitchen")
    assert read(write_cards([card])) == (card,)


@pytest.mark.parametrize(
    ("text", "name", "known"),
    [
        ("#guid column:1\n#separator:comma\nqq,Hund,dog\n", "qq/0", Known.ANKI),
        ("guid,front,back\nqq,Hund,dog\n", "qq/0", Known.ANKI),
        ("uuid,id,front,back\nqq,1,Hund,dog\n", "qq", Known.EVERYWHERE),
        ("id,front,back\n1,Hund,dog\n", "1", Known.FILE),
        ("uuid,id,front,back\n,1,Hund,dog\n", "1", Known.FILE),
        ("front,back\nHund,dog\n", "table:", Known.FILE),
    ],
)
def test_a_row_is_known_by_the_surest_that_it_says(text: str, name: str, known: Known) -> None:
    (card,) = read(text, "x.csv")
    assert card.id.startswith(name)
    assert (card.known, card.body) == (known, Basic("Hund", "dog"))


def test_a_card_of_ours_is_known_everywhere_and_one_of_anki_by_its_guid_there() -> None:
    cards = [Flashcard(name, Basic("f", "b"), "d", tags) for name, tags in GUIDS]
    text = write_cards(cards)
    rows = [line.partition(",")[0] for line in text.splitlines() if not line.startswith("#")]
    assert rows == [guid("a"), "Qq!x", guid("c"), guid("d")]
    assert read(text, "x.csv") == tuple(cards)
    assert {card.known for card in read(text, "x.csv")} == {Known.EVERYWHERE}


GUIDS = (
    ("a", ()),
    ("b", ("studykit::anki::Qq!x/1",)),
    ("c", ("studykit::anki::=1+1/0",)),
    ("d", ("studykit::anki::#x:y/0",)),
)
