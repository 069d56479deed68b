"""What the target of a rule receives of an event."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels.event_routing import KERNEL, event_routing

LIMITS: dict[str, Any] = {"input_length_max": 8192, "path_length_max": 256, "variables_max": 100}
EVENT = {
    "source": "aws.ec2",
    "detail-type": "State-change",
    "resources": ["arn:1", "arn:2"],
    "detail": {"instance-id": "i-1", "state": "running", "count": 2, "ok": True, "none": None, "quote": 'a"b'},
}


def ask(event: Any = EVENT, **settings: Any) -> dict[str, Any]:
    written = event if event is None or isinstance(event, str) else json.dumps(event)
    found = event_routing(**{**LIMITS, "event": written, **settings})
    assert set(found.gives) == set(KERNEL.gives)
    return dict(found.gives)


def payload(**settings: Any) -> Any:
    found = ask(**settings)
    assert found["valid"], found["problem"]
    return found["payload"]


def test_without_a_setting_the_target_gets_the_whole_event() -> None:
    found = ask()
    assert (found["form"], json.loads(found["payload"])) == ("whole_event", EVENT)
    assert ask(input_path="$")["form"] == "whole_event"


@pytest.mark.parametrize(
    ("path", "gets"),
    [
        ("$.detail.state", "running"),
        ("$.detail-type", "State-change"),
        ("$.resources[1]", "arn:2"),
        ("$.resources[*]", ["arn:1", "arn:2"]),
        ("$.detail", EVENT["detail"]),
        ("$['detail']['count']", 2),
        ("$.detail.missing", None),
        ("$.source.deeper", None),
        ("$.resources[9]", None),
    ],
)
def test_a_path_picks_out_a_part(path: str, gets: Any) -> None:
    assert json.loads(payload(input_path=path)) == gets
    assert ask(input_path=path)["form"] == "part"


def test_a_constant_is_sent_instead_of_the_event() -> None:
    assert ask(constant='{"a": 1}')["form"] == "constant"
    assert payload(constant='{"a": 1}', event=None) == '{"a": 1}'


@pytest.mark.parametrize(
    ("template", "paths", "gets"),
    [
        ('"<id> is <state>"', {"id": "$.detail.instance-id", "state": "$.detail.state"}, '"i-1 is running"'),
        ('{"id": <id>, "n": <n>}', {"id": "$.detail.instance-id", "n": "$.detail.count"}, '{"id": "i-1", "n": 2}'),
        ('{"text": "id <id>"}', {"id": "$.detail.instance-id"}, '{"text": "id i-1"}'),
        ('{"all": <r>}', {"r": "$.resources"}, '{"all": ["arn:1","arn:2"]}'),
        ('{"q": "<q>"}', {"q": "$.detail.quote"}, '{"q": "a\\"b"}'),
        ('{"ok": <ok>, "none": <none>}', {"ok": "$.detail.ok", "none": "$.detail.none"}, '{"ok": true, "none": null}'),
        ('{"rule": <aws.events.rule-name>}', {}, '{"rule": "<aws.events.rule-name>"}'),
        ('"a <id>"\n"b <id>"', {"id": "$.detail.instance-id"}, '"a i-1"\n"b i-1"'),
        ('{"a": "x"}', None, '{"a": "x"}'),
    ],
)
def test_a_template_is_filled_from_the_event(template: str, paths: Any, gets: str) -> None:
    map_ = None if paths is None else json.dumps(paths)
    assert payload(input_template=template, input_paths_map=map_) == gets


def test_the_whole_event_can_stand_in_a_template() -> None:
    read = json.loads(payload(input_template='{"e": <aws.events.event.json>}'))
    assert read == {"e": EVENT}
    read = json.loads(payload(input_template='{"e": <aws.events.event>}'))
    assert read == {"e": {key: value for key, value in EVENT.items() if key != "detail"}}


def test_a_variable_without_a_value_stays_out() -> None:
    found = ask(input_template='"state: <s>"', input_paths_map='{"s": "$.detail.nothing"}')
    assert (found["payload"], found["missing"]) == ('"state: "', 1)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"constant": "{}", "input_path": "$"}, "Only one"),
        ({"input_path": "$", "input_template": '"x"'}, "Only one"),
        ({"constant": "{}", "input_template": '"x"'}, "Only one"),
        ({"constant": "hello"}, "valid JSON"),
        ({"constant": '"' + "x" * 8191 + '"'}, "at most 8,192"),
        ({"input_path": "detail"}, "no path"),
        ({"input_path": ""}, "no path"),
        ({"input_path": "$."}, "no path"),
        ({"input_path": "$.detail["}, "no path"),
        ({"input_path": "$" + ".a" * 128}, "at most 256"),
        ({"input_template": ""}, "from 1 to 8,192"),
        ({"input_template": '"' + "x" * 8191 + '"'}, "from 1 to 8,192"),
        ({"input_template": '"<x>"'}, "<x>, and no variable"),
        ({"input_template": "text without quotes"}, "neither JSON nor text in quotes"),
        ({"input_template": '{"a": <x>', "input_paths_map": '{"x": "$.a"}'}, "neither JSON"),
        ({"input_paths_map": '{"x": "$.a"}'}, "needs a template"),
        ({"input_template": '"x"', "input_paths_map": "{"}, "cannot be read"),
        ({"input_template": '"x"', "input_paths_map": '{"x": 1}'}, "with a path each"),
        ({"input_template": '"x"', "input_paths_map": '{"x": "a"}'}, "no path"),
        ({"input_template": '"x"', "input_paths_map": '{"AWS.x": "$.a"}'}, "name of a variable"),
        ({"input_template": '"x"', "input_paths_map": '{"awsx": "$.a"}'}, "name of a variable"),
        ({"input_template": '"x"', "input_paths_map": '{"x y": "$.a"}'}, "name of a variable"),
    ],
)
def test_a_bad_setting_is_refused_with_its_reason(settings: dict[str, str], why: str) -> None:
    found = ask(**settings)
    assert (found["valid"], found["form"], found["payload"]) == (False, None, None)
    assert why in found["problem"], found["problem"]


def test_settings_as_large_as_allowed_are_taken() -> None:
    assert ask(constant='"' + "x" * 8190 + '"')["valid"]
    assert ask(input_template='"' + "x" * 8190 + '"')["valid"]
    assert ask(input_path="$" + ".a" * 127)["valid"]
    paths = {f"v{number}": "$.a" for number in range(3)}
    assert ask(input_template='"x"', input_paths_map=json.dumps(paths), variables_max=3)["valid"]
    assert not ask(input_template='"x"', input_paths_map=json.dumps(paths), variables_max=2)["valid"]


def test_without_an_event_only_the_setting_is_judged() -> None:
    found = ask(event=None, input_path="$.detail")
    assert (found["valid"], found["form"], found["payload"]) == (True, "part", None)


def test_an_event_that_is_no_object_cannot_be_asked() -> None:
    with pytest.raises(UsageError):
        ask(event="[1]")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "settings",
    [
        {"input_template": '{"a": [' + ",".join(["<aws.events.event.json>"] * 300) + "]}"},
        {"input_path": "$" + ".*" * 100},
        {"input_template": '"' + "\\" * 8000},
        {"input_template": "<" * 8000},
    ],
)
def test_a_hostile_setting_ends_soon(settings: dict[str, str]) -> None:
    event = json.dumps({"a": ["x" * 10] * 70_000})
    try:
        ask(event=event, **settings)
    except UsageError as refused:
        assert "too large" in str(refused)  # noqa: PT017 - an answer is as good as this refusal


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_a_value_in_a_template_is_the_value_of_the_event(value: Any) -> None:
    filled = payload(event={"v": value}, input_template='{"v": <v>}', input_paths_map='{"v": "$.v"}')
    assert len(filled) > 1900 or json.loads(filled) == {"v": value}


@given(st.text(max_size=50))
def test_any_text_gets_an_answer(text: str) -> None:
    for name in ("constant", "input_path", "input_template", "input_paths_map"):
        found = ask(**{name: text})
        assert found["valid"] or found["problem"]
