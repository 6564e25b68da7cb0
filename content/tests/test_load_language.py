from django.core.management import call_command
from django.utils import translation


def test_loading_speaks_english_to_operators(db, capsys):
    with translation.override("lo"):
        call_command("load_content", "--without-samples")

    said = capsys.readouterr().out
    assert "18 provinces" in said
    assert said.isascii() or not any("\u0e80" <= sign <= "\u0eff" for sign in said)
