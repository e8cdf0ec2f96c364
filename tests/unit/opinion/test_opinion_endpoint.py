import pytest

from kolvet.errors import UsageError
from kolvet.opinion.endpoint import Endpoint, make_endpoint


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://api.example", "https://api.example/chat/completions"),
        ("https://api.example/v1", "https://api.example/v1/chat/completions"),
        ("https://api.example/v1/", "https://api.example/v1/chat/completions"),
        (
            "http://localhost:8000/v1/chat/completions",
            "http://localhost:8000/v1/chat/completions",
        ),
    ],
)
def test_the_address_is_the_url_as_given_and_the_path(url, address):
    assert make_endpoint(url, "m", "").address == address


def test_a_report_tells_scheme_host_and_port():
    place = make_endpoint("http://localhost:8000/secret/v1", "m", "k")
    assert (place.host, place.origin) == ("localhost:8000", "http://localhost:8000")


@pytest.mark.parametrize(
    "url", ["https://user:very-secret@[::1]:9/v1", "https://[::1]:9/v1?very-secret#very-secret"]
)
def test_no_other_part_of_the_address_is_told_even_if_it_was_not_checked(url):
    place = Endpoint(url, "m")
    assert (place.host, place.origin) == ("[::1]:9", "https://[::1]:9")


@pytest.mark.parametrize(
    "url",
    ["", "api.example/v1", "ftp://a/v1", "http://", "http://a:b/", "http://a\n/", "http://["],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(UsageError) as caught:
        make_endpoint(url, "m", "")
    assert caught.value.key == "opinion.bad_url"


@pytest.mark.parametrize(
    "url",
    ["https://user:very-secret@a/v1", "https://a/v1?key=very-secret", "https://a/#very-secret"],
)
def test_an_address_that_may_hold_a_key_is_refused_and_not_repeated(url):
    with pytest.raises(UsageError) as caught:
        make_endpoint(url, "m", "")
    assert "KOLVET_JUDGE_KEY" in caught.value.hint
    assert "very-secret" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize("key", ["密钥", "a b", "a\nb", "a\x00"])
def test_a_key_that_no_header_can_hold_is_refused_and_not_repeated(key):
    with pytest.raises(UsageError) as caught:
        make_endpoint("https://a/v1", "m", key)
    assert key not in f"{caught.value} {caught.value.hint}"


def test_a_key_is_stripped_and_a_model_is_needed():
    assert make_endpoint("https://a/v1", "m", " k\n").key == "k"
    with pytest.raises(UsageError):
        make_endpoint("https://a/v1", " ", "k")
