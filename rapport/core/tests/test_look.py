"""What is vendored is what the manifest says, every icon that is asked for exists, and every colour can be read."""

import math
import re
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]
STATIC = HOUSE / "core" / "static" / "core"
PAIR = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"


def test_third_party_files_are_those_of_the_manifest():
    done = subprocess.run([sys.executable, HOUSE.parent / "bin" / "vendor", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_icon_that_a_page_asks_for_is_in_the_sprite():
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', (STATIC / "icons.svg").read_text()))
    asked = {
        (name, path.name)
        for path in HOUSE.rglob("*.html")
        for name in re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text())
    } | {
        (name, path.name)
        for path in HOUSE.rglob("*.py")
        for name in re.findall(r'\bicon="([a-z0-9-]+)"', path.read_text())
    }
    assert not {(name, where) for name, where in asked if name not in drawn}


def test_style_sheets_and_scripts_keep_their_promises():
    """Layers instead of shouting, logical sides instead of left and right, no way round the CSP."""
    for path in [*HOUSE.glob("*/static/**/*.css")]:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert "!important" not in text, path
        assert "text-transform" not in text, path
        sides = re.findall(r"(?<![-\w])(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b", text)
        assert not sides, (path, sides)
    for path in HOUSE.glob("*/templates/**/*.html"):
        text = path.read_text()
        assert not re.search(r"hx-on|\bjs:|javascript:|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", text), path
        styles = re.findall(r'\sstyle="([^"]*)"', text)
        assert all(style.lstrip().startswith("--") for style in styles), (path, styles)


def test_every_colour_can_be_read_in_both_themes():
    """WCAG 2.2 AA: text 4.5 to 1, shapes 3 to 1."""
    css = (STATIC / "css" / "tokens.css").read_text()
    token = {
        m[1]: (tuple(map(float, m.groups()[1:4])), tuple(map(float, m.groups()[4:7])))
        for m in re.finditer(rf"--([\w-]+):\s*light-dark\(\s*{PAIR},\s*{PAIR}\s*\)", css)
    }
    surfaces = ["desk", "sheet", "well", "raised"]
    tones = ["pen", "kept", "risk", "late", "thanks"]
    text = [(ink, on) for ink in ("ink", "ink-2", "ink-3", *tones) for on in surfaces]
    text += [(tone, f"{tone}-soft") for tone in tones]
    text += [(ink, f"{tone}-soft") for tone in (*tones, "note") for ink in ("ink", "ink-2")]
    text += [("on-pen", "pen-solid"), ("on-pen", "pen-solid-hover")]
    solids = [f"{tone}-solid" for tone in tones]
    shapes = [(shape, on) for shape in ("edge", "focus", *solids) for on in ("sheet", "raised")]
    for pairs, need in ((text, 4.5), (shapes, 3.0)):
        for above, below in pairs:
            for theme in (0, 1):
                assert contrast(token[above][theme], token[below][theme]) >= need, (above, below, theme)


def contrast(one, two) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(oklch) -> float:
    """Relative luminance of an OKLCH colour (Björn Ottosson's matrices)."""
    lightness, chroma, hue = oklch
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    mixed = ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.2914855480))
    cones = [(lightness + a * x + b * y) ** 3 for x, y in mixed]
    rows = (
        (4.0767416621, -3.3077115913, 0.2309699292),
        (-1.2684380046, 2.6097574011, -0.3413193965),
        (-0.0041960863, -0.7034186147, 1.7076147010),
    )
    red, green, blue = (min(1, max(0, sum(c * w for c, w in zip(cones, row, strict=True)))) for row in rows)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
