"""A form about cards, one of whose rows says which topic they have."""

from __future__ import annotations

from studykit.tui.screens.fielded import Field, Fielded, Fields
from studykit.workflows.chosen_cards import topic_words, topics
from studykit.workflows.study import Study

_READING = "topics"


class Topical(Fielded):
    """The topics are read beside the form, since all cards are looked through for them."""

    acts = ""
    """The name of the work that Enter begins; meanwhile nothing is looked up anew."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.topics: tuple[str, ...] = ()
        """Empty while they are not known."""

    def look(self, *, keep: bool = False) -> None:
        """Looks what would come of the rows; ``keep`` what was said of what was done."""
        raise NotImplementedError

    def ready(self) -> None:
        """Looks what there is."""
        super().ready()
        self._read()
        self.look()

    def renewed(self, study: Study) -> None:
        """Content was read again: there may be other cards."""
        self.study = study
        self._read()
        if not self.doing(self.acts):
            self.look(keep=True)

    def about(self, topic: str) -> Field:
        """The row of the topic."""
        return Field("topic", "About", topic_words(topic), names=self.topics)

    def lacks_topics(self, name: str) -> bool:
        """Whether a row cannot be turned because the topics are not known yet; says so, and reads them."""
        if name != "topic" or self.topics:
            return False
        self.say("The cards are being looked through.", wrong=True)
        if not self.doing(_READING):
            self._read()
        return True

    def _read(self) -> None:
        self.load(lambda _: topics(self.study), self._know, _READING, quiet=True)

    def _know(self, found: tuple[str, ...]) -> None:
        self.topics = found
        self.query_one(Fields).again()
