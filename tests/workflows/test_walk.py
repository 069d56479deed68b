"""One bullet, from somebody's note to the Anki package and to the due date.

Each step calls the public function of one room and shows what comes out, so that the test reads like
the table in docs/architecture.md.
"""

from __future__ import annotations

import sqlite3
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studykit.core.fact import Status
from studykit.core.flashcard import Basic, Flashcard, Link
from studykit.core.quantity import parse_quantity
from studykit.core.review import Rating, Review
from studykit.core.settings import Settings
from studykit.exchange.anki.package import guid, write_package
from studykit.facts.base import Said, build_facts
from studykit.facts.limits import read_limits
from studykit.facts.vocabulary import Vocabulary
from studykit.notes.files import find_notes
from studykit.notes.reader import read_note
from studykit.packs.reader import read_pack
from studykit.questions.cards import make_cards
from studykit.questions.ground import Ground
from studykit.questions.quiz import make_question
from studykit.rules.engine import Judge
from studykit.rules.load import load_domain
from studykit.scheduling.days import StudyDays
from studykit.scheduling.memory import Model, after
from studykit.scheduling.scheduler import Load, Scheduler
from studykit.workflows.places import find_places
from tests.kept import kept

BULLET = "---\ntitle: mine\n---\n# Lambda\n\n## Limits\n- timeout max 15 minutes\n"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_one_bullet_from_the_note_to_the_due_date_and_to_anki(tmp_path: Path) -> None:
    # notes: a file becomes a claim, verbatim, at its line
    (tmp_path / "mine.md").write_text(BULLET)
    (note,), problems = find_notes([tmp_path])
    (claim,), more = read_note(note.text, note.name)
    assert (problems, more) == ((), ())
    assert (claim.text, str(claim.span)) == ("timeout max 15 minutes", "mine.md:7")
    assert claim.context.headings == ("mine", "Lambda", "Limits")

    # packs: what can be limited, and in which words
    pack, problems = read_pack(find_places({"STUDYKIT_HOME": str(tmp_path)}).content / "aws-serverless")
    assert problems == ()

    # facts: the claim is a limit, and the limit a claim of a fact
    (limit,), problems = read_limits([claim], Vocabulary(pack.services, pack.attributes))
    assert problems == ()
    assert (limit.id, str(limit.quantity)) == ("lambda.timeout.max", "15 min")
    base = build_facts(Said([limit]), pack.attributes)
    fact = base.facts["lambda.timeout.max"]
    assert (fact.quantity.base, fact.status, fact.claims) == (900, Status.AGREED, (limit,))

    # rules: the fact decides a configuration
    values = {name: one.quantity for name, one in base.facts.items()}
    judges = {}
    for source in pack.domains:
        domain, problems = load_domain(source, pack.attributes, values)
        assert problems == ()
        assert domain is not None
        judges[domain.id] = Judge(domain, values)
    verdict = judges["lambda.function"].verdict({"timeout": parse_quantity("901 s")})
    assert (verdict.outcome, verdict.facts) == ("rejected", ("lambda.timeout.max",))

    # questions: a card of the fact, and a question whose key is proved
    ground = Ground(base.facts, judges, {"lambda": "AWS Lambda"})
    card = next(one for one in make_cards(ground, [claim], "Mine") if one.id == "limit:lambda.timeout.max")
    question = make_question(card, ground, variant=0)
    assert question is not None
    assert question.sources == (limit.span,)
    assert sum(option.right for option in question.options) == 1
    assert all(option.reason for option in question.options)

    # scheduling: the answer gives a memory state and a due date
    day, model = StudyDays(UTC).number(NOW), Model()
    seconds = Scheduler(Settings(), model).choices(card.id, None, day, Load({}, frozenset()))[Rating.GOOD]
    review = Review(
        id="1" * 32,
        card=card.id,
        at=NOW,
        offset=0,
        day=day,
        rating=Rating.GOOD,
        duration=4000,
        variant=question.variant,
        chosen=question.letters,
        interval=seconds,
        scheduler=model.name,
        device="test",
    )
    memory = after(None, review, model)
    assert memory.ready == NOW + timedelta(minutes=10)

    # store: the answer is on disk
    with kept(tmp_path / "home") as store:
        store.add(review, memory)
    with kept(tmp_path / "home") as store:
        assert store.reviews() == (review,)
        assert store.in_steps(day) == {card.id: memory.ready}

    # exchange: the card in Anki's file, with an identity that its text does not change
    package = tmp_path / "deck.apkg"
    leaving = Flashcard(card.id, Basic(card.front, card.back), "Mine", sources=(Link(str(card.sources[0])),))
    write_package([leaving], package, previous={}, now=1_700_000_000)
    with zipfile.ZipFile(package) as opened:
        (tmp_path / "collection.db").write_bytes(opened.read("collection.anki2"))
    collection = sqlite3.connect(tmp_path / "collection.db")
    ((identity, fields),) = collection.execute("select guid, flds from notes").fetchall()
    collection.close()
    assert identity == guid("limit:lambda.timeout.max")
    assert "900 s" in fields
    assert "mine.md:7" in fields
