"""The code that the page "Webhooks" gives to receivers, run as it stands on what we send."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from rapport.api.webhooks.signing import signature

PAGE = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text()
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KEY = bytes.fromhex("31f290f6bf06298a" + "ab4f08d43c3f082cf648a362da2da4b0")
BODY = '{"type":"note.written","data":{"body":"გამარჯობა"}}'.encode()


def message(body: bytes = BODY, stamp: int = 1_700_000_000) -> dict[str, str]:
    signed = signature(KEY, "0193", str(stamp), BODY)
    return {
        "webhook-id": "0193",
        "webhook-timestamp": str(stamp),
        "webhook-signature": f"v1,bm90IG91cnM= {signed}",
    }


@pytest.fixture(scope="module")
def verified():
    found = {}
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], found)
    return found["verified"]


def test_python_takes_what_is_from_us(verified):
    assert verified(SECRET, message(), BODY, now=1_700_000_100)["data"] == {"body": "გამარჯობა"}


@pytest.mark.parametrize(
    ("secret", "body", "now"),
    [
        ("whsec_AAAA", BODY, 1_700_000_100),
        (SECRET, BODY + b" ", 1_700_000_100),
        (SECRET, BODY, 1_700_000_900),
        (SECRET, BODY, 1_600_000_000),
    ],
)
def test_python_refuses_everything_else(verified, secret, body, now):
    with pytest.raises(ValueError, match="from"):
        verified(secret, message(), body, now=now)


@pytest.mark.parametrize(("body", "code"), [(BODY, 0), (BODY + b"\n", 1)])
def test_the_shell_tells_them_apart(tmp_path, body, code):
    (tmp_path / "body.json").write_bytes(body)
    headers = message()
    said = {
        "SECRET": SECRET,
        "ID": headers["webhook-id"],
        "TIMESTAMP": headers["webhook-timestamp"],
        "SIGNATURE": headers["webhook-signature"],
    }
    script = re.search(r"```sh\n(.*?)```", PAGE, re.DOTALL)[1]
    done = subprocess.run(
        ["sh", "-uc", script], cwd=tmp_path, env=os.environ | said, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr


def test_the_page_says_after_what_time_it_is_sent_again():
    from rapport.api.webhooks.sending import WAITS

    said = re.search(r"after (5 s.*?), a little less", PAGE.replace("\n", " "))[1].replace(" and ", ", ")
    units = {"s": 1, "min": 60, "h": 3600}
    seconds = [int(number) * units[unit] for number, unit in re.findall(r"(\d+) (s|min|h)", said)]
    assert seconds == [wait.total_seconds() for wait in WAITS]
