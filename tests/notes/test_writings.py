"""Notes in any writing: definitions, questions and ends of sentences."""

from __future__ import annotations

import pytest

from studykit.core.claim import ClaimKind
from studykit.notes.reader import read_note


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("**飲む**: to drink", "飲む"),
        ("猫：cat", "猫"),
        ("光合成：植物が光を使って糖をつくる反応。", "光合成"),
        ("細胞とは、生物の基本的な単位である。", "細胞"),
        ("速度：位移与时间的比值", "速度"),
        ("API：应用程序接口", "API"),
        ("الخلية: هي الوحدة الأساسية للحياة", "الخلية"),
        ("**תא**: היחידה הבסיסית של החיים", "תא"),
        ("Фотосинтез — процесс превращения света", "Фотосинтез"),
        ("세포: 생명의 기본 단위", "세포"),
        ("เซลล์: หน่วยพื้นฐานของสิ่งมีชีวิต", "เซลล์"),
        ("कोशिका: जीवन की मूल इकाई है।", "कोशिका"),
        ("`fs.read()`: reads a file into memory", "fs.read()"),
        ("`kubectl get po -A`: lists all pods of all namespaces", "kubectl get po -A"),
        ("Power rule: $\\frac{d}{dx} x^n = n x^{n-1}$", "Power rule"),
    ],
)
def test_definitions_in_any_writing(text: str, term: str) -> None:
    (claim,), _ = read_note(f"- {text}", "n.md")
    assert (claim.kind, claim.about) == (ClaimKind.DEFINITION, term)


@pytest.mark.parametrize(
    "text",
    [
        "例：东京是日本的首都",
        "注意：不要混淆这两个完全不同的概念",
        "Beispiel: die Katze sitzt auf dem Dach",
        "Ejemplo: el gato está en la casa",
        "Exemple : un contrat de vente entre deux personnes",
        "Например: собака бежит по улице домой",
        "مثال: هذا مثال بسيط جدا هنا",
        "最大長: 15 MB",
        "A Service of `type: LoadBalancer` gets an external address",
        "首都：東京",
    ],
)
def test_what_is_no_definition_in_any_writing(text: str) -> None:
    claims, _ = read_note(f"- {text}", "n.md")
    assert all(claim.kind is not ClaimKind.DEFINITION for claim in claims)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("北京是中国的首都。上海是最大的城市。", ["北京是中国的首都。", "上海是最大的城市。"]),
        ("彼は「はい。」と言った。", ["彼は「はい。」と言った。"]),
        ("値（小さい。約三）である。次。", ["値（小さい。約三）である。", "次。"]),
        ("Клетка делится. Это митоз.", ["Клетка делится.", "Это митоз."]),
        ("Das ist neu. Älter ist das andere.", ["Das ist neu.", "Älter ist das andere."]),
        ("It runs `a. B` first. Then more.", ["It runs a. B first.", "Then more."]),
        ("Version 3. is old", ["Version 3. is old"]),
    ],
)
def test_sentences_end_in_any_writing(text: str, sentences: list[str]) -> None:
    claims, _ = read_note(text, "n.md")
    assert [claim.text for claim in claims] == sentences


@pytest.mark.parametrize(
    ("text", "asks", "says"),
    [
        ("什么是细胞？细胞是生命的基本单位。", "什么是细胞？", "细胞是生命的基本单位。"),
        ("ما هي عاصمة مصر؟ القاهرة", "ما هي عاصمة مصر؟", "القاهرة"),
        ("問：日本の首都は？\n答：東京", "日本の首都は？", "東京"),
    ],
)
def test_questions_in_any_writing(text: str, asks: str, says: str) -> None:
    (claim,), _ = read_note(text, "n.md")
    assert (claim.kind, claim.about, claim.text) == (ClaimKind.ANSWER, asks, says)


def test_a_question_mark_in_code_asks_nothing() -> None:
    claims, _ = read_note("`echo $HOME` prints the home and `$?` is nought after success", "n.md")
    assert [claim.kind for claim in claims] == [ClaimKind.BEHAVIOUR]


def test_a_claim_says_where_code_is_in_it() -> None:
    (one, two), _ = read_note("Run it. Then call **`a  b`** and `c`.", "n.md")
    assert (one.code, two.code) == ((), ((10, 13), (18, 19)))
    assert [two.text[first:last] for first, last in two.code] == ["a b", "c"]
