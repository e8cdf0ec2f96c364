"""A gate must not pass what it has not understood."""

import json


def rows(path, texts, **fields):
    lines = [json.dumps({"text": text, "author": "样例丙", **fields}) for text in texts]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_undated_insults_do_not_pass(kolvet, tmp_path):
    texts = [f"小米手机第{i}台又是垃圾，米粉都是脑残" for i in range(120)]
    kolvet("import", rows(tmp_path / "a.jsonl", texts, time="去年冬天"))
    done = kolvet("check", "样例丙", "--brand", "小米", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["verdict"]["word"] == "reject"
    assert report["coverage"]["undated"] == 120
    assert len(report["evidence"]) == 120
