"""A QTI 3 player in a browser plays our QTI 2.1 package, brought to QTI 3 by a converter: it scores as the app does.

Both are of other hands; the player's licence keeps it out of the program: it runs beside us.
"""

from __future__ import annotations

import html
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from studykit.core.response import Choices, Matching, Ordering, Response
from studykit.exchange.qti21 import write_package
from tests.exchange.asked import HOSTILE, RESPONSES, answers, carried, choices, question
from tests.peers.npm import install, needed

PEERS = ("@citolab/qti-components@7.27.4", "@citolab/qti-convert@0.3.52")
PAGE = """<!doctype html><meta charset="utf-8"><body><pre id="told"></pre>
<script src="node_modules/@citolab/qti-components/cdn/index.global.js"></script><script>
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
async function play(xml, answers) {
  const holder = document.createElement('qti-item');
  const box = document.createElement('item-container');
  box.itemXML = xml;
  holder.append(box);
  document.body.append(holder);
  let item = null;
  for (let tries = 0; !item && tries < 500; tries++) {
    await pause(10);
    item = box.shadowRoot && box.shadowRoot.querySelector('qti-assessment-item');
  }
  await item.updateComplete;
  await pause(50);
  const shown = [...item.querySelectorAll('qti-simple-choice, qti-simple-associable-choice')];
  const scores = [];
  for (const answer of answers) {
    item.resetResponses();
    item.updateResponseVariable('RESPONSE', answer);
    item.processResponse();
    scores.push([item.getOutcome('SCORE').value, item.getOutcome('FEEDBACK').value]);
  }
  holder.remove();
  return {identifier: item.identifier, texts: shown.map((one) => one.textContent), scores};
}
(async () => {
  const told = [];
  try { for (const [xml, answers] of QUESTIONS) told.push(await play(xml, answers)); }
  catch (problem) { told.push(String(problem)); }
  document.getElementById('told').textContent = JSON.stringify(told);
})();
</script>"""


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own with the converter and the player in it."""
    needed(("chromium",), "the player of QTI")
    folder = tmp_path_factory.mktemp("qti-peer")
    install(folder, *PEERS, left_out="the player of QTI")
    return folder


def converted(folder: Path, package: bytes) -> Mapping[str, str]:
    """The questions by identifier, as the converter made them from the whole package."""
    (folder / "quiz.zip").write_bytes(package)
    program = "node_modules/@citolab/qti-convert/dist/qti-convert-pkg.mjs"
    subprocess.run(("node", program, "quiz.zip"), cwd=folder, capture_output=True, timeout=100, check=True)
    with zipfile.ZipFile(folder / "quiz-qti3.zip") as opened:
        names = [name for name in opened.namelist() if name.startswith("questions/")]
        return {Path(name).stem: opened.read(name).decode() for name in names}


def played(folder: Path, asked: list[tuple[str, list[Any]]]) -> list[Any]:
    said = json.dumps(asked).replace("<", "\\u003c")
    (folder / "page.html").write_text(PAGE.replace("QUESTIONS", said), encoding="utf-8")
    words = (
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--allow-file-access-from-files",
        f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=60000",
        "--dump-dom",
        (folder / "page.html").as_uri(),
    )
    done = subprocess.run(words, capture_output=True, text=True, timeout=100, check=True)
    found = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found
    told: list[Any] = json.loads(html.unescape(found[1]))
    return told


def given_as(response: Response, answer: str) -> Any:
    if isinstance(response, Choices):
        return answer if len(response.positions) == 1 else list(answer)
    if isinstance(response, Ordering):
        return list(answer)
    if isinstance(response, Matching):
        return [f"{pair[0]} CHOICE{pair[1:]}" for pair in answer.split()]
    return answer.split(maxsplit=1)[0].replace(",", "")


def test_a_player_scores_every_answer_as_the_app_does_and_shows_the_texts(peer: Path) -> None:
    responses = (*RESPONSES, choices(*HOSTILE))
    asked = [question(response, name=f"card {at}") for at, response in enumerate(responses)]
    written = write_package(asked, "Ovens")
    with zipfile.ZipFile(io.BytesIO(written)) as opened:
        order = re.findall(r'<assessmentItemRef identifier="(\w+)"', opened.read("test.xml").decode())
    package = converted(peer, written)
    given = [[given_as(response, answer) for answer in answers(response)] for response in responses]
    told = played(peer, [(package[name], some) for name, some in zip(order, given, strict=True)])
    assert [one["identifier"] for one in told] == order
    for one, response in zip(told, responses, strict=True):
        scores = {answer: float(score) for answer, (score, _) in zip(answers(response), one["scores"], strict=True)}
        assert scores == {answer: float(response.right(answer)) for answer in scores}
        if isinstance(response, Choices):
            shown = [unspaced(carried(option.text)) for option in response.options]
            assert [unspaced(text) for text in one["texts"]] == shown
            assert all(
                set(feedback) == set(answer) for answer, (_, feedback) in zip(scores, one["scores"], strict=True)
            )


def unspaced(text: str) -> str:
    """Between paragraphs there are blanks, and lines are of one paragraph each."""
    return "".join(text.split())
