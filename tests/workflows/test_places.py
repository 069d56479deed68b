from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.errors import ContentError
from studykit.workflows.places import Places, find_places, pack_folder


def test_the_learner_chooses_where_answers_are_kept(tmp_path: Path) -> None:
    places = find_places({"STUDYKIT_HOME": str(tmp_path)})
    assert places.home == tmp_path
    assert {places.database.parent, places.cache.parent, places.log.parent} == {tmp_path}


def test_without_a_choice_it_is_the_user_data_folder() -> None:
    assert find_places({}).home.name == "studykit"


def test_a_pack_is_named_or_given_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "content" / "cooking").mkdir(parents=True)
    (tmp_path / "content" / "cooking" / "pack.yaml").write_text("pack: cooking\n")
    places = Places(tmp_path / "content", tmp_path)
    assert pack_folder(places, "cooking") == tmp_path / "content" / "cooking"
    assert pack_folder(places, str(tmp_path)) == tmp_path
    with pytest.raises(ContentError, match="Did you mean 'cooking'"):
        pack_folder(places, "coking")
