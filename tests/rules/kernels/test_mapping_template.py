"""Mapping templates: what they write, and that a hostile one ends soon."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest

from studykit.core.errors import UsageError
from studykit.rules.kernels import _template_engine
from studykit.rules.kernels.mapping_template import KERNEL, run

if not _template_engine.is_installed():
    pytest.skip("the template engine is not installed", allow_module_level=True)


def gives(template: str, body: Any = None, **more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = dict.fromkeys(KERNEL.takes) | {"longest": 30_000, "rounds": 1000}
    texts = {name: value if isinstance(value, (str, int)) else json.dumps(value) for name, value in more.items()}
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    return dict(run(**usual | {"template": template, "body": text} | texts).gives)


def written(template: str, body: Any = None, **more: Any) -> str:
    found = gives(template, body, **more)
    assert found["runs"] is True, found["problem"]
    return str(found["output"])


ORDER = {"id": 7, "who": {"name": "Ann O'Hara"}, "lines": [{"sku": "a", "n": 1}, {"sku": "b", "n": 2}], "paid": True}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("$input.json('$.who')", '{"name":"Ann O\'Hara"}'),
        ("$input.json('$.who.name')", '"Ann O\'Hara"'),
        ("$input.path('$.who.name')", "Ann O'Hara"),
        ("$input.path('$.lines[1].sku')", "b"),
        ("$input.path(\"$.lines[0]['sku']\")", "a"),
        ("$input.path('$.lines[*].sku')", "[a, b]"),
        ("$input.path('$.lines.*').size()", "2"),
        ("$input.path('$.who')", "{name=Ann O'Hara}"),
        ("$input.path('$.paid') $input.path('$.id')", "true 7"),
        ("$input.path('$').lines[0].n", "1"),
        ("$input.json('$.nothing')|$input.path('$.nothing')|$input.path('$.lines[9]')", '""||'),
        ("$util.escapeJavaScript($input.path('$.who.name'))", "Ann O\\'Hara"),
    ],
)
def test_parts_of_the_body_are_found(template: str, expected: str) -> None:
    assert written(template, ORDER) == expected


def test_the_whole_body_is_there_as_a_text() -> None:
    assert written("$input.body", "<a/>") == "<a/>"
    assert written("$input.body|$input.json('$')", "") == "|{}"


def test_parameters_are_looked_for_in_path_query_and_header() -> None:
    parameters = {"path": {"id": "1"}, "querystring": {"id": "2", "q": "x"}, "header": {"X-Trace": "t"}}
    template = "$input.params('id') $input.params('q') $input.params('x-trace') [$input.params('none')]"
    assert written(template, parameters=parameters) == "1 x t []"
    assert written("$input.params('page')", parameters={"page": "3"}) == "3"
    assert written("$input.params().querystring.get('q')", parameters=parameters) == "x"
    template = "#foreach($k in $input.params().path.keySet())$k=$input.params().path.get($k)#end"
    assert written(template, parameters=parameters) == "id=1"


def test_context_and_stage_variables_are_there() -> None:
    template = "$context.identity.sourceIp ${stageVariables.url} $stageVariables.get('url')"
    assert written(template, context={"identity": {"sourceIp": "10.0.0.1"}}, stage_variables={"url": "u"}) == (
        "10.0.0.1 u u"
    )


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('$util.base64Encode("é")', "w6k="),
        ('$util.base64Decode("YWJj")', "abc"),
        ('$util.urlEncode("a b&ü")', "a+b%26%C3%BC"),
        ('$util.urlDecode("a+b%26")', "a b&"),
        ("$util.parseJson('{\"a\": [1, 2]}').a[1]", "2"),
        ("$util.escapeJavaScript('é')", "\\u00E9"),
        ("$util.escapeJavaScript('a\"b/c')", 'a\\"b\\/c'),
    ],
)
def test_helpers_change_texts(template: str, expected: str) -> None:
    assert written(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("#foreach($i in $input.path('$.lines'))$i.sku#if($foreach.hasNext),#end#end", "a,b"),
        ("#foreach($i in $input.path('$.lines'))$foreach.index$foreach.count#end", "0112"),
        ("#foreach($v in $input.path('$.who'))$v#end", "Ann O'Hara"),
        ("#foreach($v in $input.path('$.nothing'))x#end.", "."),
        ("#foreach($i in [3..1])$i#end", "321"),
        ("#set($n = 2)#set($n = $n * 3 + 1)$n #set($t = $n + 'x')$t", "7 7x"),
        ("#if($input.path('$.id') == 7)yes#{else}no#end", "yes"),
        ("#if($input.path('$.id') > 7)a#elseif($input.path('$.paid'))b#else c#end", "b"),
        ("#set($l = [])#set($v = $l.add('a'))#set($v = $l.add('b'))$l $l.size() $l.contains('b')", "[a, b] 2 true"),
        ("#set($m = {'a': 1})#set($v = $m.put('b', 2))$m.keySet() $m.b $m.containsKey('c')", "[a, b] 2 false"),
        ("#foreach($e in $input.path('$.who').entrySet())$e.key:$e.value#end", "name:Ann O'Hara"),
        ("$none $!none ${none}", "$none  ${none}"),
        ("## comment\nx#* more *#y", "xy"),
        (
            "#set($s = 'Ab,c')$s.toLowerCase() $s.split(',').size() $s.replace(',', ';') $s.substring(1)",
            "ab,c 2 Ab;c b,c",
        ),
        ("#set($s = 'a1b22')$s.replaceAll('[0-9]+', '#') $s.matches('[a-z0-9]+') $s.length()", "a#b# true 5"),
        ("#set($s = ' x ')[$s.trim()] $s.isEmpty() $s.indexOf('x') $s.startsWith(' ')", "[x] false 1 true"),
        ("a#stop b", "a"),
    ],
)
def test_the_language_works(template: str, expected: str) -> None:
    assert written(template, ORDER) == expected


def test_json_becomes_xml_for_an_old_service() -> None:
    template = (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><GetOrder>'
        "<Id>$input.path('$.id')</Id></GetOrder></soap:Body></soap:Envelope>"
    )
    assert "<GetOrder><Id>7</Id></GetOrder>" in written(template, ORDER)


def test_overrides_of_the_request_are_told() -> None:
    found = gives('#set($context.requestOverride.header.x-a = "1")#set($context.requestOverride.path.id = "2")')
    assert found["runs"] is False
    found = gives('#set($context.requestOverride.header.trace = "1")#set($context.requestOverride.path.id = "2")')
    assert found["overrides"] == "header.trace, path.id"


@pytest.mark.parametrize(
    "template",
    [
        "$x.__class__",
        "#set($s = 'a')$s.__class__.__mro__",
        "#set($s = 'a')$s.__class__.__mro__[1].__subclasses__()",
        "#set($l = [1])$l.__len__()",
        "#set($s = '{0.__class__}')$s.format($s)",
        "$input.__init__.__globals__",
        "$input.methods",
        "$util.methods.keySet()",
        "$input.json.__globals__",
        "$util.escapeJavaScript.__closure__",
        "$context.__class__",
        "#set($s = 'a')$s.join(['b', 'c'])",
        "#set($s = 'a')$s.encode()",
        "#set($n = 5)$n.bit_length()",
        "$foreach.__dict__",
    ],
)
def test_nothing_of_python_can_be_reached(template: str) -> None:
    # What is not known stands in the output as it was written.
    reference = template[template.rindex(")$") + 1 :] if ")$" in template else template
    assert written(template) == reference


def test_an_object_of_the_gateway_is_not_written() -> None:
    assert "object of the gateway" in gives("$input")["problem"]
    assert "object of the gateway" in gives("#set($x = $input + 1)$x")["problem"]


LOOP = "#foreach($i in [1..999])"
HOSTILE = {
    "nested loops": f"{LOOP}{LOOP}{LOOP}x#end#end#end",
    "empty loops": f"{LOOP}{LOOP}#end#end",
    "doubling by name": f'#set($s = "ab"){LOOP}#set($s = "$s$s")#end$s',
    "doubling by sum": f'#set($s = "ab"){LOOP}#set($s = $s + $s)#end$s',
    "doubling by method": f'#set($s = "ab"){LOOP}#set($s = $s.concat($s))#end$s',
    "growing by helper": f'#set($s = "/"){LOOP}#set($s = $util.escapeJavaScript("$s$s"))#end',
    "growing by replacing": f"#set($s = 'a'){LOOP}#set($s = $s.replace('a', 'aaaaaaaaaaaaaaaaaaaa'))#end",
    "growing by pattern": f"#set($s = 'a'){LOOP}#set($s = $s.replaceAll('a', 'aaaaaaaaaaaaaaaaaaaa'))#end",
    "wide range": "#foreach($i in [1..1000000000])x#end",
    "wide range the other way": "#foreach($i in [1000000000..1])x#end",
    "endless range": "#foreach($i in [1..99999999999999999999999])x#end",
    "squaring": f"#set($n = 9){LOOP}#set($n = $n * $n)#end$n",
    "large number": f"#set($n = {'9' * 4000})$n",
    "larger number": f"#set($n = {'9' * 9000})$n",
    "text times number": "#set($s = 'a' * 1000000000)",
    "list times number": "#set($l = [1])#set($m = $l * 1000000000)",
    "padded text": "#set($f = '%1000000000d')#set($s = $f % 5)",
    "recursive macro": "#macro(again)#again()#end#again()",
    "recursive definition": "#define($again)$again#end$again",
    "evaluate": "#set($t = '#evaluate($t)')#evaluate($t)",
    "parse": "#parse('/etc/passwd')",
    "include": "#include('/etc/passwd')",
    "nested lists": f"#set($l = [1]){LOOP}#set($l = [$l, $l])#end$l",
    "compared lists": f"#set($l = [1])#set($m = [1]){LOOP}#set($l = [$l, $l])#set($m = [$m, $m])#if($l == $m)y#end#end",
    "list in itself": "#set($l = [1])#set($v = $l.add($l))$l",
    "map in itself": "#set($m = {})#set($v = $m.put('m', $m))$m",
    "kept texts": f"#set($l = [])#set($s = '{'x' * 9000}'){LOOP}#set($v = $l.add($s + $i))#end",
    "kept parts": f"#set($l = []){LOOP}#set($v = $l.add([1..900]))#end",
    "split texts": f"#set($l = [])#set($s = '{',' * 9000}'){LOOP}#set($v = $l.add($s.split(',')))#end",
    "pattern": f"#set($s = '{'a' * 60}')$s.matches('(a+)+b')",
    "open brackets": "#set($x = " + "[" * 5000,
    "open parentheses": "#if(" + "(" * 5000,
    "signs": "#set($x = " + "!" * 5000 + "1)",
    "brackets and calls": "#set($x = " + ("[$a(" * 8 + "1" + ")]" * 8 + ")#set($x = ") * 60,
    "deep brackets and calls": "#set($x = " + "[$a(" * 30 + "1" + ")]" * 30 + ")",
    "nested conditions": "#if(true)" * 2000,
    "long chain": "$a" + ".b" * 5000,
    "long sum in a loop": f"{LOOP}#set($x = {'1+' * 5000}1)#end",
    "body in a loop": f"{LOOP}{LOOP}$input.json('$')#end#end",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_ends_soon_with_a_clear_refusal(name: str) -> None:
    gives("x")  # The engine itself is loaded before the clock runs.
    found = gives(HOSTILE[name], [1, 2, 3])
    assert found["runs"] is False
    assert found["problem"].startswith(("The template", "A loop", "A range", "The pattern"))


@pytest.mark.parametrize(
    "name", ["doubling by sum", "kept texts", "kept parts", "split texts", "wide range", "nested lists"]
)
def test_a_hostile_template_takes_little_room(name: str) -> None:
    tracemalloc.start()
    gives(HOSTILE[name])
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < 50_000_000


@pytest.mark.parametrize("text", ["#" * 9000, "$" * 9000, "{" * 9000, "#*" * 9000, "\\" * 9000, '"' * 9000])
def test_odd_texts_end_soon(text: str) -> None:
    gives(text)


def test_a_loop_runs_as_often_as_the_service_allows() -> None:
    assert written("#foreach($i in [1..5])x#end", rounds=5) == "xxxxx"
    assert gives("#foreach($i in [1..6])x#end", rounds=5)["runs"] is False
    assert written("#foreach($i in $input.path('$'))x#end", [1] * 5, rounds=5) == "xxxxx"
    assert gives("#foreach($i in $input.path('$'))x#end", [1] * 6, rounds=5)["runs"] is False


def test_a_template_that_is_too_large_is_refused_and_a_very_large_one_not_run() -> None:
    assert gives("x" * 100, longest=99)["runs"] is False
    assert gives("x" * 100, longest=100)["runs"] is True
    assert gives("x" * 25_000)["runs"] is None


@pytest.mark.parametrize(
    "template", ["#if($x)", "#set($x)", "#foreach($x in)a#end", "#set($n = 1 / 0)$n", "$input.path('x')"]
)
def test_a_faulty_template_is_said(template: str) -> None:
    found = gives(template)
    assert found["runs"] is False or found["output"] == template
    assert gives("$input.path('$.a')", "{")["problem"].startswith("The body is no JSON")
    assert gives("$input.path('$..a')", "{}")["problem"].endswith("not handled here.")


@pytest.mark.parametrize(
    "more", [{"parameters": "{"}, {"context": "[]"}, {"stage_variables": "[" * 9999}, {"body": "x" * 60_000}]
)
def test_what_is_no_scenario_is_refused(more: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        gives("x", **more)


def test_without_the_engine_the_answer_is_unknown_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_template_engine, "is_installed", lambda: False)
    found = gives("x")
    assert (found["runs"], found["output"]) == (None, None)
    assert "studykit[templates]" in found["problem"]


def test_the_library_itself_stays_as_it_was() -> None:
    airspeed = pytest.importorskip("airspeed")
    written("x")
    assert airspeed.Template("#set($s = 'a')$s.upper()").merge({}) == "A"
