import pytest

from rapport.core.joining import Unjoinable, join

HOUSE = {
    "core/js/main.js": '// What is here.\nimport "../../vendor/wire.js";\nimport "./bell.js";\n',
    "core/js/bell.js": 'import wire from "../../vendor/wire.js";\nexport function ring(times) {\n  wire(times);\n}\n',
    "orders/orders.js": 'import { ring as tell } from "../core/js/bell.js";\nimport("./late.js").then(run);\n',
    "orders/late.js": "const on = () => true;\nexport { on };\n",
}


def joined(house, *starts):
    return join(starts, "core/js/all.js", house.__getitem__, lambda name: name.startswith("vendor/"))


def test_every_module_is_there_once_after_what_it_imports_and_what_is_apart_is_still_fetched():
    text = joined(HOUSE, "core/js/main.js", "orders/orders.js")
    assert text.startswith('import wire from "../../vendor/wire.js";\n')
    assert text.count("function ring(times)") == 1
    assert text.endswith('use("core/js/main.js");\nuse("orders/orders.js");\n')
    assert 'const { ring: tell } = use("core/js/bell.js");' in text
    assert 'Promise.resolve().then(() => use("orders/late.js")).then(run);' in text
    assert "return { on };" in text and "What is here" not in text


@pytest.mark.parametrize(
    "line",
    [
        'import * as all from "./bell.js";',
        'import bell from "./bell.js";',
        'export * from "./bell.js";',
        "export default ring;",
        'import wire, { more } from "../../vendor/wire.js";',
    ],
)
def test_what_cannot_be_joined_is_refused_when_files_are_gathered(line):
    with pytest.raises(Unjoinable, match=r"core/js/main\.js"):
        joined(HOUSE | {"core/js/main.js": line + "\n"}, "core/js/main.js")


def test_modules_that_import_each_other_are_refused():
    house = {"a.js": 'import "./b.js";\n', "b.js": 'import "./a.js";\n'}
    with pytest.raises(Unjoinable, match=r"a\.js imports b\.js imports a\.js"):
        joined(house, "a.js")
