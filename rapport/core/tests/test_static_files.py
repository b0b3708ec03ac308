import pytest

from rapport.core.storage import gathering


class Killed(BaseException):
    """As if by the machine: nothing that comes after it runs."""


def test_what_a_killed_gathering_left_half_written_is_made_anew(tmp_path):
    folder = tmp_path / "static"
    with pytest.raises(Killed), gathering(folder):
        (folder / "core").mkdir()
        (folder / "core" / "mark.3f2a.svg").write_text("<svg")
        (folder / "staticfiles.json").write_text("{")
        raise Killed

    with gathering(folder):
        assert [left.name for left in folder.iterdir()] == ["unfinished"]
        (folder / "whole.css").touch()
    with gathering(folder):
        assert {left.name for left in folder.iterdir()} == {"unfinished", "whole.css"}
