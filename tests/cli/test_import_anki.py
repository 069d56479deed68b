from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from studykit.cli.verbs import run
from studykit.core.review import Rating
from studykit.exchange.anki.guid import guid
from studykit.workflows.new_pack import write_pack
from studykit.workflows.open_library import open_library
from tests.exchange.anki_packages import NOTE, card, collection, legacy, modern, note, review
from tests.kept import kept, places_of

BASIC, BOTH, CLOZE, TYPED, OURS = 1, 2, 3, 4, 5
OVEN = "What is the <b>maximum baking time</b> of the school oven?"
LAMBDA = "limit:lambda.timeout.max"
THEN = datetime.now(UTC).replace(hour=9) - timedelta(days=30)
MORNING = round(THEN.timestamp() * 1000)
PICTURE = b"\x89PNG\r\n\x1a\n of a loaf"


def kind(number: int, name: str, fields: Sequence[str], *sides: tuple[str, str]) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "type": int(number == CLOZE),
        "css": "",
        "flds": [{"name": field, "ord": at} for at, field in enumerate(fields)],
        "tmpls": [{"name": f"Card {at}", "ord": at, "qfmt": q, "afmt": a} for at, (q, a) in enumerate(sides)],
    }


THERE = "{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"
BACK = "{{Back}}", "{{Back}}<br>{{Front}}"
KINDS = {
    str(one["id"]): one
    for one in (
        kind(BASIC, "Basic", ("Front", "Back"), THERE),
        kind(BOTH, "Basic (and reversed card)", ("Front", "Back"), THERE, BACK),
        kind(CLOZE, "Cloze", ("Text", "Extra"), ("{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}")),
        kind(TYPED, "Typed", ("Front", "Back"), ("{{Front}} {{type:Back}}", "{{Front}}<hr id=answer>{{type:Back}}")),
        kind(OURS, "studykit Basic", ("Front", "Id"), ("{{Front}}", "{{Front}}")),
    )
}
NOTES = [
    note(NOTE, f"{OVEN}\x1f2 hours", mid=BASIC, guid="a"),
    note(NOTE + 1, "Crumb\x1f<ul><li>inside</li><li>soft</li></ul>", mid=BOTH, guid='b/"\\x'),
    note(NOTE + 2, "{{c1::Bread}} rises by {{c2::yeast::what?}}\x1fSee <i>p. 3</i>", mid=CLOZE, guid="c"),
    note(NOTE + 3, "What is 2+2?\x1f4", mid=TYPED, guid="d"),
    note(NOTE + 4, '<img src="l%20oaf.png">[sound:../gone.mp3]\x1fA loaf', mid=BASIC, guid="e"),
    note(NOTE + 5, "<script>alert(1)</script>\x1fempty", mid=BASIC, guid="f"),
    note(NOTE + 6, f"Ours\x1f{LAMBDA}", mid=OURS, guid=guid(LAMBDA)),
]
CARDS = [
    *(card(NOTE + at, NOTE + at) for at in range(7)),
    card(NOTE + 10, NOTE + 1, ord=1),
    card(NOTE + 11, NOTE + 2, ord=1),
]
REVIEWS = [
    review(MORNING, NOTE, ivl=-600),
    review(MORNING + 9_000, NOTE, ease=4, ivl=3),
    review(MORNING + 60_000, NOTE + 10, ease=1, ivl=-60),
    review(MORNING + 90_000, NOTE + 6, ease=2, ivl=5),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bread"
    write_pack(made)
    return made


@pytest.fixture
def there(deck: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goes to where deck and pack are."""
    monkeypatch.chdir(deck.parent)
    Path("junk.apkg").write_bytes(b"junk" * 100)


def packed(path: Path, notes: Sequence[Any] = NOTES, *, new: bool = False) -> Path:
    content = collection(path.parent, notes=notes, cards=CARDS, reviews=REVIEWS, models=json.dumps(KINDS))
    return (modern if new else legacy)(path, content, {"l oaf.png": PICTURE, "unused.png": b"x"})


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return packed(tmp_path / "deck.apkg")


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = run(["import", "anki", *map(str, words)])
    out, err = capsys.readouterr()
    return code, " ".join(out.split()), err


def test_answers_come_back_once(capsys: pytest.CaptureFixture[str], home: Path, deck: Path, tmp_path: Path) -> None:
    code, out, err = said(capsys, deck, "--dry-run")
    assert (code, err) == (0, "")
    assert out.startswith("deck.apkg: 1 answer to 1 card would come back. 6 notes not of studykit. To make cards")
    assert "studykit import anki deck.apkg --pack my-pack/" in out
    again = packed(tmp_path / "again.colpkg", new=True)
    code, out, _ = said(capsys, deck, again)
    assert code == 0
    assert "deck.apkg: 1 answer to 1 card came back." in out
    assert "again.colpkg: No new answers; 1 was here already." in out
    with kept(home) as store:
        (one,) = store.reviews()
        assert (one.card, one.rating, one.device, one.days) == (LAMBDA, Rating.HARD, "anki", 5)
    assert run(["log", "verify"]) == 0


def test_programs_get_an_object_a_file(capsys: pytest.CaptureFixture[str], deck: Path) -> None:
    record = json.loads(said(capsys, deck, "--json")[1])
    assert record == {"file": str(deck), "answers": 1, "known": 0, "cards": 1, "manual": 0, "strange": 0, "lost": 0,
                      "theirs": 6, "problems": [], "dry_run": False}  # fmt: skip


def test_answers_to_cards_of_notes_that_are_not_named_are_told_and_come_when_they_are(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bread = tmp_path / "bread.md"
    bread.write_text("# Bread\n\n## Glossary\n\n- **Crumb**: the soft inside of a loaf of bread.\n", "utf-8")
    lost = [note(NOTE, "Crumb\x1fdefinition:crumb", mid=OURS, guid=guid("definition:crumb"))]
    code, out, _ = said(capsys, deck := packed(tmp_path / "deck.apkg", lost))
    assert (code, "1 note of studykit without a card here; 2 answers to them left out." in out) == (2, True)
    assert "add --notes PATH; if they are somebody else's, --pack my-pack/." in out
    code, out, err = said(capsys, deck, "--notes", bread)
    assert (code, out, err) == (0, "deck.apkg: 2 answers to 1 card came back.", "")
    assert said(capsys, deck)[0] == 0  # the log knows the card now


def test_a_deck_becomes_cards_and_what_the_facts_contradict_is_held_back(
    capsys: pytest.CaptureFixture[str], folder: Path, deck: Path, home: Path
) -> None:
    code, out, err = said(capsys, deck, "--pack", folder)
    assert code == 2
    assert "deck.apkg: 7 cards: 7 new." in out
    assert "1 picture or sound copied. 1 note of studykit left out: they are cards here already." in out
    assert "1 card contradicted by the facts, and held back: What is the maximum baking time" in out
    assert "deck.apkg:8: error: The front of this card is empty. (empty)" in err
    assert "1 picture or sound not taken: '../gone.mp3'." in err
    text = (folder / "quizzes" / "deck.yaml").read_text(encoding="utf-8")
    assert text.count("held:") == 1
    assert (folder / "media" / "l_oaf.png").read_bytes() == PICTURE
    assert [path.name for path in (folder / "media").iterdir()] == ["l_oaf.png"]
    cards = open_library(places_of(home), str(folder), []).cards
    shown = {one.front: one.back.partition("\nFrom deck.apkg")[0] for one in cards if one.id.startswith("given:")}
    assert shown == {
        "Crumb": "• inside\n• soft",
        "• inside\n• soft": "Crumb",
        "[…] rises by yeast": "Bread\nSee p. 3",
        "Bread rises by [what?]": "yeast\n\nBread rises by yeast\nSee p. 3",
        "What is 2+2?": "4",
        "[picture: l_oaf.png][sound: gone.mp3]": "A loaf",
    }


def test_an_edited_note_keeps_its_card_and_a_second_import_changes_nothing(
    capsys: pytest.CaptureFixture[str], folder: Path, deck: Path, tmp_path: Path
) -> None:
    said(capsys, deck, "--pack", folder)
    before = (folder / "quizzes" / "deck.yaml").read_bytes()
    assert "deck.apkg: 7 cards: 7 unchanged." in said(capsys, deck, "--pack", folder)[1]
    assert (folder / "quizzes" / "deck.yaml").read_bytes() == before
    edited = [NOTES[0], note(NOTE + 1, "The crumb\x1fsoft", mid=BOTH, guid='b/"\\x'), *NOTES[2:]]
    packed(deck, edited, new=True)
    assert "deck.apkg: 7 cards: 2 updated, 5 unchanged." in said(capsys, deck, "--pack", folder)[1]
    text = (folder / "quizzes" / "deck.yaml").read_text(encoding="utf-8")
    assert "- id: given:crumb\n" in text
    assert "stem: The crumb\n" in text
    packed(deck, [note(NOTE, "New\x1fnote", mid=BASIC, guid="z"), *edited[2:]])
    assert "1 new, 4 unchanged, 3 removed." in said(capsys, deck, "--pack", folder)[1]


def test_the_same_collection_under_another_name_brings_nothing_new(
    capsys: pytest.CaptureFixture[str], folder: Path, deck: Path, tmp_path: Path
) -> None:
    said(capsys, deck, "--pack", folder, "--with-history")
    edited = [NOTES[0], note(NOTE + 1, "The crumb\x1fsoft", mid=BOTH, guid='b/"\\x'), *NOTES[2:]]
    again = packed(tmp_path / "tomorrow.apkg", edited)
    out = said(capsys, again, "--pack", folder, "--with-history")[1]
    assert "tomorrow.apkg: 7 cards: 2 updated, 5 unchanged." in out
    assert "quizzes/deck.yaml" in out
    assert "No new answers; 3 were here already." in out
    assert [path.name for path in (folder / "quizzes").iterdir()] == ["deck.yaml"]
    text = (folder / "quizzes" / "deck.yaml").read_text(encoding="utf-8")
    assert (text.count("- id:"), text.count("stem: The crumb\n")) == (7, 1)
    assert "7 cards: 7 unchanged." in said(capsys, packed(deck, edited), "--pack", folder)[1]


def test_a_deck_of_which_nothing_can_be_asked_writes_nothing(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    code, out, _ = said(capsys, packed(tmp_path / "empty.apkg", [NOTES[5]]), "--pack", folder)
    assert (code, out) == (2, "empty.apkg: 0 cards: nothing to write.")
    assert not (folder / "quizzes").exists()


def test_a_dry_run_writes_nothing_and_says_the_same(
    capsys: pytest.CaptureFixture[str], folder: Path, deck: Path, home: Path
) -> None:
    words = (deck, "--pack", folder, "--with-history", "--json")
    told = json.loads(said(capsys, *words, "--dry-run")[1])
    assert not (folder / "quizzes").exists()
    assert not (folder / "media").exists()
    done = json.loads(said(capsys, *words)[1])
    assert {**told, "dry_run": False} == done
    assert (done["new"], done["history"]["answers"], done["media"], done["ours"]) == (7, 3, 1, 1)
    assert done["verdicts"] == {"proved": 0, "contradicted": 1, "not decided": 6}
    with kept(home) as store:
        cards = {one.card for one in store.reviews()}
    assert cards == {"given:what-is-the-maximum-baking-time-of-the-school", "given:inside-soft"}
    assert json.loads(said(capsys, *words)[1])["history"]["answers"] == 0


def test_the_history_of_a_card_stays_when_its_note_is_edited(
    capsys: pytest.CaptureFixture[str], folder: Path, deck: Path, home: Path
) -> None:
    said(capsys, deck, "--pack", folder, "--with-history")
    packed(deck, [note(NOTE, "Quite another question\x1fyes", mid=BASIC, guid="a"), *NOTES[1:]])
    out = said(capsys, deck, "--pack", folder, "--with-history")[1]
    assert "No new answers; 3 were here already." in out
    text = (folder / "quizzes" / "deck.yaml").read_text(encoding="utf-8")
    assert "stem: Quite another question" in text
    with kept(home) as store:
        state = store.memory("given:what-is-the-maximum-baking-time-of-the-school")
    assert state is not None
    assert state.reps == 2


def test_a_deck_of_thousands_goes_into_several_files(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studykit.workflows.quiz_files._LARGEST", 2_000)
    path = tmp_path / "big.apkg"
    many = [note(NOTE + at, f"Question {at}?\x1f{'word ' * 20}{at}", mid=BASIC, guid=f"g{at}") for at in range(12)]

    def write(notes: Sequence[Any]) -> str:
        cards = [card(one[0], one[0]) for one in notes]
        legacy(path, collection(tmp_path, notes=notes, cards=cards, models=json.dumps(KINDS)))
        return said(capsys, path, "--pack", folder)[1]

    def files() -> list[str]:
        return sorted(one.name for one in (folder / "quizzes").iterdir())

    assert "12 cards: 12 new." in write(many)
    assert files() == ["big-2.yaml", "big-3.yaml", "big.yaml"]
    assert "12 cards: 12 unchanged." in write(many)
    assert "11 cards: 11 unchanged, 1 removed." in write(many[1:])
    assert "3 cards: 3 unchanged, 8 removed." in write(many[9:])
    assert files() == ["big.yaml"]
    (folder / "quizzes" / "big-2.yaml").write_text("from: other.gift\nquestions: []\n", encoding="utf-8")
    said(capsys, path, "--pack", folder)
    assert files() == ["big-2.yaml", "big.yaml"]
    run(["import", "anki", str(path), "--pack", str(folder)])
    legacy(
        path, collection(tmp_path, notes=many, cards=[card(one[0], one[0]) for one in many], models=json.dumps(KINDS))
    )
    capsys.readouterr()
    code, _, err = said(capsys, path, "--pack", folder)
    assert code == 2
    assert "big-2.yaml' came from another file" in err


def test_other_media_of_one_name_stay_apart(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    for name, content in (("one", b"1"), ("two", b"22"), ("two", b"22")):
        made = collection(tmp_path, notes=[note(NOTE, "<img src='a.png'>\x1fx", mid=BASIC, guid=name)], cards=[card()],
                          models=json.dumps(KINDS))  # fmt: skip
        said(capsys, legacy(tmp_path / f"{name}.apkg", made, {"a.png": content}), "--pack", folder)
    kept_files = {path.name: path.read_bytes() for path in (folder / "media").iterdir()}
    assert sorted(kept_files.values()) == [b"1", b"22"]
    other = next(name for name in kept_files if name != "a.png")
    assert f"[picture: {other}]" in (folder / "quizzes" / "two.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("deck.apkg", "--with-history"), "--with-history goes with --pack."),
        (("nothing.apkg",), "nothing.apkg"),
        (("junk.apkg",), "junk.apkg"),
        (("deck.apkg", "--pack", "nowhere"), "There is no pack in 'nowhere'"),
        (("deck.apkg", "--pack", "aws-serverless"), "is built in"),
        (("junk.apkg", "--pack", "bread"), "junk.apkg"),
        ((), "FILE"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str], there: None, words: tuple[str, ...], told: str
) -> None:
    code, out, err = said(capsys, *words)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
