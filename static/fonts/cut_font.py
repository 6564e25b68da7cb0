"""Cut Noto Sans Lao to what Lao text needs: letters, marks, digits and the kip sign, weights 400 to 700.

The letters for Pali (Unicode 12) are left out: no text of ours has them, and they are a sixth of it.

The variable font lacks the kip sign; its outline is taken from the static Regular and Bold, which
share their points. Sources, both SIL OFL 1.1 (OFL.txt):
  npm @fontsource-variable/noto-sans-lao 5.3.0   files/noto-sans-lao-lao-wght-normal.woff2
  npm @expo-google-fonts/noto-sans-lao 0.4.2     400Regular/*.ttf, 700Bold/*.ttf
Needs: fonttools, brotli.

  python3 cut_font.py VARIABLE.woff2 REGULAR.ttf BOLD.ttf noto-sans-lao.woff2
"""
import sys
from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.varLib import instancer

KIP = 0x20AD
PALI = [0x0E86, 0x0E89, 0x0E8C, *range(0x0E8E, 0x0E94), 0x0E98, 0x0EA0, 0x0EA8, 0x0EA9, 0x0EAC, 0x0EBA, 0x0ECE]
LETTERS = [0x20, 0xA0, 0x200B, 0x25CC, *sorted({*range(0x0E80, 0x0F00)} - {*PALI})]


def cut(font, unicodes):
    options = subset.Options(
        hinting=False,
        layout_features=["ccmp", "mark", "mkmk", "liga", "kern", "locl"],
        name_IDs=[0, 1, 2, 13, 14],
        notdef_outline=False,
        glyph_names=False,
    )
    options.drop_tables += ["DSIG", "MVAR"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    return read_again(font)


def read_again(font):
    """Tables hold what they were read with; only a saved font is consistent."""
    font.flavor = None
    whole = BytesIO()
    font.save(whole)
    whole.seek(0)
    return TTFont(whole)


def add_kip(font, regular, bold):
    name_regular, name_bold = regular.getBestCmap()[KIP], bold.getBestCmap()[KIP]
    thin, ends, _ = regular["glyf"][name_regular].getCoordinates(regular["glyf"])
    thick, ends_bold, _ = bold["glyf"][name_bold].getCoordinates(bold["glyf"])
    if list(ends) != list(ends_bold):
        raise SystemExit("the two kip signs differ in their points")

    for name in font.getGlyphOrder():  # read all before the order changes
        font["glyf"][name], font["gvar"].variations[name]
    font.setGlyphOrder([*font.getGlyphOrder(), "kip"])
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["glyf"].glyphs["kip"] = regular["glyf"][name_regular]
    font["hmtx"].metrics["kip"] = regular["hmtx"].metrics[name_regular]
    for table in font["cmap"].tables:
        table.cmap[KIP] = "kip"

    wider = bold["hmtx"][name_bold][0] - regular["hmtx"][name_regular][0]
    deltas = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(thin, thick)]
    phantom = [(0, 0), (wider, 0), (0, 0), (0, 0)]
    font["gvar"].variations["kip"] = [TupleVariation({"wght": (0, 1, 1)}, deltas + phantom)]
    font["gvar"].glyphCount = font["maxp"].numGlyphs = len(font.getGlyphOrder())
    if "HVAR" in font:
        del font["HVAR"]  # widths then come from gvar's phantom points


def main(variable, regular, bold, target):
    font = cut(TTFont(variable), LETTERS)
    font = read_again(instancer.instantiateVariableFont(font, {"wght": (400, 400, 700)}))
    add_kip(font, cut(TTFont(regular), [KIP]), cut(TTFont(bold), [KIP]))
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
