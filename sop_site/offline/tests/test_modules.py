"""Modules that import each other become one script."""

import pytest

from sop_site.offline.modules import join


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text)
    return folder / "main.js"


def test_imported_module_stands_before_its_importer(tmp_path):
    entry = write(
        tmp_path,
        main='import { twice } from "./sums.js";\nglobalThis.said = twice(2);\n',
        sums="/** Sums. */\nexport function twice(n) {\n  return 2 * n;\n}\n",
    )

    sums, main = join(entry).removeprefix('"use strict";\n').split("const m_")[1:]

    assert "function twice(n) {\nreturn 2 * n;\n}\nreturn { twice };" in sums
    assert "Sums." not in sums
    assert main.split("\n")[1].startswith("const { twice } = m_")


def test_module_imported_by_two_stands_once(tmp_path):
    entry = write(
        tmp_path,
        main='import { a } from "./one.js";\nimport { b } from "./two.js";\na(b);\n',
        one='import { b } from "./two.js";\nexport const a = () => b;\n',
        two="export const b = 1;\n",
    )

    assert join(entry).count("const b = 1;") == 1


def test_ring_of_imports_is_refused(tmp_path):
    entry = write(
        tmp_path,
        main='import { a } from "./one.js";\n',
        one='import { b } from "./main.js";\n',
    )

    with pytest.raises(ValueError, match="imports itself"):
        join(entry)


def test_script_beyond_others_takes_from_them_what_is_there(tmp_path):
    core = write(
        tmp_path,
        main='import { one } from "./sums.js";\nglobalThis.said = one;\n',
        sums="export const one = 1;\n",
        next='import { one } from "./sums.js";\nexport const three = one + 2;\n',
        more='import { one } from "./sums.js";\nimport { three } from "./next.js";\n'
        'import { two } from "./other.js";\none + two + three;\n',
        other="export const two = 2;\n",
    )
    upper = tmp_path / "next.js"

    first = join(core, shares=True)
    more = join(tmp_path / "more.js", beyond=[core, upper])

    m = f"m_{tmp_path.name}_".replace("-", "_")
    shared = f"Object.assign(globalThis.khumueModules ??= {{}}, {{ {m}sums, {m}main }});\n}}\n"
    assert first.startswith('"use strict";\n{\n')
    assert first.endswith(shared)
    taken = f'"use strict";\nconst {{ {m}sums, {m}next }} = globalThis.khumueModules;\n'
    assert more.startswith(taken)
    assert "const one = 1" not in more
    assert "const two = 2" in more
