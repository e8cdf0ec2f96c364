"""kolvet score: NDJSON in and out."""

import json

KEYS = {
    *("id", "brand", "mentioned", "stance", "score", "severity", "confidence", "target_kind"),
    *("mentions", "span", "flags"),
}


def answers(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_lines_come_back_in_order_with_their_keys(kolvet):
    lines = [
        {"id": "1", "text": "小米这手机太难用了，退货", "brand": "小米", "batch": 7},
        {"id": 2, "text": "今天天气好", "brand": "小米"},
    ]
    done = kolvet("score", "-", text_in="\n\n".join(json.dumps(item) for item in lines) + "\n")
    first, second = answers(done)
    assert done.returncode == 0
    assert KEYS | {"batch"} == set(first)
    assert (first["id"], first["batch"], first["stance"]) == ("1", 7, "critical")
    assert first["mentions"][0] == {
        **{"start": 0, "end": 2, "alias": "小米"},
        **{"brand": "小米", "kind": "name"},
    }
    assert second["mentioned"] is False
    assert [second[key] for key in ("stance", "score", "severity", "span", "target_kind")] == [
        None
    ] * 5
    assert second["mentions"] == second["flags"] == []


def test_a_list_of_brands_gives_a_line_for_each(kolvet):
    line = json.dumps({"id": "1", "text": "小米比苹果流畅多了", "brand": ["小米", "苹果"]})
    got = answers(kolvet("score", text_in=line))
    assert [item["brand"] for item in got] == ["小米", "苹果"]
    assert got[0]["score"] > got[1]["score"]


def test_bad_lines_answer_with_an_error_and_the_run_ends_with_2(kolvet):
    lines = [
        "{broken",
        "[1]",
        '{"id": "3"}',
        '{"id": "4", "text": "小米"}',
        '{"id": "5", "text": "小米真好用", "brand": "小米"}',
        '{"id": "6", "text": 5, "brand": "小米"}',
        '{"id": "7", "text": "小米", "brand": ["小米", 3]}',
    ]
    done = kolvet("score", text_in="\n".join(lines))
    got = answers(done)
    assert done.returncode == 2
    assert [item["id"] for item in got] == [None, None, "3", "4", "5", "6", "7"]
    assert [("error" in item) for item in got] == [True, True, True, True, False, True, True]


def test_brand_option_fills_in_and_any_string_is_a_brand(kolvet):
    got = answers(kolvet("score", "--brand", "样例茶", text_in='{"id":1,"text":"样例茶好喝"}'))
    assert got[0]["brand"] == "样例茶"
    assert got[0]["mentioned"] is True


def test_odd_text_survives(kolvet):
    odd = ["\\ud83d", "\\u0000小米\\u202e", "小米[/b][doge]" + "长" * 5000, "\\n\\n小米\\r"]
    lines = "\n".join(f'{{"id":{i},"text":"{text}","brand":"小米"}}' for i, text in enumerate(odd))
    done = kolvet("score", text_in=lines)
    assert done.returncode == 0, done.stderr
    assert len(answers(done)) == len(odd)


def test_explain_names_what_decided(kolvet):
    line = '{"id":1,"text":"小米这手机太难用了","brand":"小米"}'
    got = answers(kolvet("score", "--explain", text_in=line))
    assert any(reason["weight"] < 0 for reason in got[0]["reasons"])


def test_empty_input_is_no_error(kolvet):
    done = kolvet("score", text_in="")
    assert (done.returncode, done.stdout) == (0, "")
