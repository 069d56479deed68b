from __future__ import annotations

from studykit.authority.sentences import LONGEST, MOST, sentences
from tests.authority.installed import SETTINGS, TIMEOUT


def test_only_sentences_with_a_figure_stay_without_their_tags() -> None:
    assert sentences(TIMEOUT) == (
        "The default is 3 minutes, and the maximum allowed value is 15 minutes.",
        "For industrial ovens the maximum is 90 minutes.",
    )


def test_a_row_of_a_list_is_read_alone_to_its_own_end() -> None:
    assert sentences(SETTINGS, "Delay") == ("Valid values: An integer from 0 to 900 seconds.", "Default: 0.")
    assert sentences(SETTINGS, "Fan") == ("up to 7", "Default: 2.")


def test_words_that_begin_no_row_choose_sentences() -> None:
    assert sentences(TIMEOUT, "industrial") == ("For industrial ovens the maximum is 90 minutes.",)
    assert sentences(TIMEOUT, "microwave") == ()


def test_figures_in_words_count_as_figures() -> None:
    assert sentences("<p>It lasts. It lasts one hour. One is enough.</p>") == ("It lasts one hour.",)


def test_of_many_sentences_those_that_speak_of_a_limit_stay_in_their_order() -> None:
    many = "".join(f"<p>Example {number} is shown.</p>" for number in range(9))
    kept = sentences(f"{many}<p>The maximum is 5.</p><p>For example, up to 3.</p><p>Default: 2.</p>")
    assert len(kept) == MOST
    assert kept[-2:] == ("The maximum is 5.", "Default: 2.")


def test_a_long_sentence_is_cut() -> None:
    (cut,) = sentences(f"<p>At most 5 {'words and ' * 60} end.</p>")
    assert len(cut) <= LONGEST
    assert cut.endswith("…")


def test_markdown_links_and_quotes_leave_their_words() -> None:
    assert sentences("See [Ovens](https://ovens.example/5). At most ``5`` [racks](https://x.example).") == (
        "At most 5 racks.",
    )
