from importlib.util import find_spec

from django.urls import include, path

app_name = "care"

PARTS = ("cases", "complaints", "causes", "notices", "status")  # each brings its own `urls.py`


def _is_there(part: str) -> bool:
    name = f"rapport.care.{part}"
    return find_spec(name) is not None and find_spec(f"{name}.urls") is not None


urlpatterns = [path("", include(f"rapport.care.{part}.urls")) for part in PARTS if _is_there(part)]
