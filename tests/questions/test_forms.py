"""Lists of notes that are an order become cards; lists that are only lists do not."""

from __future__ import annotations

import pytest

from studykit.facts.relations import read_relations
from studykit.notes.reader import read_note
from studykit.questions.form_cards import note_form_cards
from studykit.questions.forms import Order, note_orders

STEPS = ("Wet the clay", "Press it into the mould", "Lift the mould off", "Leave it in the shade")


def orders(text: str) -> list[Order]:
    return list(note_orders(read_relations(read_note(text, "mine.md")[0])))


def numbered(*steps: str) -> str:
    return "".join(f"{at}. {step}\n" for at, step in enumerate(steps, 1))


@pytest.mark.parametrize(
    "title",
    [
        "Steps",
        "Making bricks, step by step",
        "Phases of a brick",
        "Life cycle",
        "The lifecycle of a kiln",
        "Order of work",
        "Evaluation order",
        "Start-up order",
        "How moulding works",
        "How a brick travels through the kiln",
        "Request flow",
        "The firing process",
        "A timeline of the yard",
        "First the mould, then the kiln",
        "Journey of a brick",
    ],
)
def test_a_numbered_list_under_a_line_that_says_order_is_one(title: str) -> None:
    for text in (f"# Bricks\n\n## {title}\n\n{numbered(*STEPS)}", f"# Bricks\n\n{title}:\n\n{numbered(*STEPS)}"):
        (order,) = orders(text)
        assert [step.subject for step in order.steps] == list(STEPS)


@pytest.mark.parametrize(
    "title",
    [
        "Choosing the clay",
        "Making it cheaper",
        "Firing",
        "Moulds and kilns",
        "Tips",
        "Next steps",
        "What to buy in order to begin",
        "Orders and invoices",
        "Sequence numbers",
        "Step Functions",
        "Flow control",
        "How to save clay",
        "Stages",
    ],
)
def test_a_numbered_list_under_any_other_line_is_only_a_list(title: str) -> None:
    assert orders(f"# Bricks\n\n## {title}\n\n{numbered(*STEPS)}") == []


def test_steps_that_say_themselves_what_comes_when_are_an_order() -> None:
    told = ("First wet the clay", "Then press it into the mould", "Lift the mould off", "Leave it in the shade")
    assert len(orders(f"# Bricks\n\n## Moulding\n\n{numbered(*told)}")) == 1
    told = ("Wet the clay", "Next press it into the mould", "Lift the mould off", "Finally leave it in the shade")
    assert len(orders(f"# Bricks\n\n## Moulding\n\n{numbered(*told)}")) == 1
    aside = ("Wet the clay", "Press it", "Then again, some yards have machines", "Leave it in the shade", "Sell it")
    assert orders(f"# Bricks\n\n## Moulding\n\n{numbered(*aside)}") == []


def test_arrows_are_an_order_and_bullets_only_under_a_line_that_says_so() -> None:
    assert len(orders("# Bricks\n\nwet -> press -> lift -> dry\n")) == 1
    bullets = "".join(f"- {step}\n" for step in STEPS)
    assert len(orders(f"# Bricks\n\nPhases of a brick:\n\n{bullets}")) == 1
    assert orders(f"# Bricks\n\nThings to do with the flow of clay in order to save:\n\n{bullets}") == []


def test_steps_keep_their_letters_as_commands_need_them() -> None:
    steps = ("Write the file", "terraform init", "terraform plan", "`terraform apply`")
    relations = read_relations(read_note(f"# Terraform\n\n## Steps\n\n{numbered(*steps)}", "mine.md")[0])
    (card,) = note_form_cards(relations, "deck", {})
    assert card.back == "1. Write the file\n2. terraform init\n3. terraform plan\n4. terraform apply"
