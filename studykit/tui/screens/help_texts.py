"""What help says of keys everywhere, of words, and of how things work."""

from __future__ import annotations

EVERYWHERE = (
    ("g", "go to a place: the menu shows its letters"),
    (": ctrl+p", "do anything: type what you want"),
    ("↑↓ j k", "move"),
    ("PgUp PgDn", "move by a window; ctrl+u and ctrl+d do the same"),
    ("Home End G g g", "first and last"),
    ("Tab shift+Tab", "next part of the screen, the one before"),
    ("[ ]", "next bigger step: tab, heading, turning value"),
    ("/", "search, where there is something to search"),
    ("y", "copy, where there is something to copy"),
    ("u", "take back, where there is something to take back"),
    ("z", "one part over the whole screen, and back"),
    ("ctrl+r", "read content again"),
    ("esc q", "back; on Today q quits"),
    ("ctrl+q ctrl+c", "quit from anywhere; every answer is saved"),
)

WORDS = (
    ("note", "a Markdown file of yours, or of the pack; only read, never changed"),
    ("claim", "what one line of a note says of a limit or a behaviour"),
    ("fact", "what holds after all claims were settled, with every source"),
    ("conflict", "claims of one fact that disagree, and nothing settles it yet"),
    ("authority", "a pinned source, such as a service's own model, that settles a fact"),
    ("domain", "a family of scenarios that the rules decide, such as lambda.async"),
    ("scenario", "the settings of a configuration"),
    ("verdict", "what the rules say of a scenario: an outcome and why, or what is missing"),
    ("area", "a part of the exam, with its share of the questions"),
    ("card", "what comes back until you know it"),
    ("recall", "the chance that you know a card now"),
    ("readiness", "the share of the exam that you would get right, with its interval"),
)

TOPICS = (
    (
        "How an answer is proved",
        (
            "Each question is worked out from facts and rules. The right answer is computed, not written.",
            "Each wrong option is false for a reason that is shown: a belief that would make it right, or a fact.",
            "A question whose fact is in conflict waits until it is settled.",
        ),
    ),
    (
        "How cards come back",
        (
            "FSRS works out how long you will remember a card, from your own answers.",
            "With an exam date the plan decides what to ask on each day, so that you know most on that day.",
            "Right answers count as good, wrong ones as again. 1–4 on the answer changes that.",
        ),
    ),
    (
        "Plain mode for screen readers",
        (
            "This app draws the whole window. For a screen reader or braille use the line by line form:",
            "studykit review --plain, studykit quiz --plain, studykit exam --plain, studykit explain --plain.",
            "They have the same verbs, no drawing characters, and one prompt at a time.",
        ),
    ),
)
