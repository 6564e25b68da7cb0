"""Draws the mark as PNG, which installed apps need: `.venv/bin/python static/icons/draw_png.py`.

icon-*.png have the mark's own corners; maskable-*.png fill the square, the sign within the inner
80 % that every launcher's mask leaves visible.
"""

import re
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
FINE = 8  # drawn so many times larger, then scaled down
SIDE = 24  # of the drawing's own units
STEP = re.compile(r"([MhHvVz])([-\d. ]*)")


def shapes(path: str) -> list[list[tuple[float, float]]]:
    """The closed shapes of a path that knows M, h, H, v, V and z only."""
    found, x, y = [], 0.0, 0.0
    for deed, numbers in STEP.findall(re.sub(r"(?<=\d)-", " -", path)):
        values = [float(number) for number in numbers.split()]
        if deed == "M":
            x, y = values
            found.append([])
        for value in values if deed in "hHvV" else ():
            x = {"h": x + value, "H": value}.get(deed, x)
            y = {"v": y + value, "V": value}.get(deed, y)
            found[-1].append((x, y))
        if deed == "M":
            found[-1].append((x, y))
    return found


def draw(size: int, *, maskable: bool) -> Image.Image:
    text = (HERE / "mark.svg").read_text()
    ground, sign = re.findall(r'fill="(#\w+)"', text)
    scale = size * FINE / SIDE
    inner = 0.7 if maskable else 1.0
    image = Image.new("RGBA", (size * FINE, size * FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    corner = 0 if maskable else float(re.search(r'rx="([\d.]+)"', text)[1]) * scale
    pen.rounded_rectangle((0, 0, size * FINE - 1, size * FINE - 1), corner, fill=ground)
    for shape in shapes(re.search(r' d="([^"]+)"', text)[1]):
        moved = [tuple((SIDE / 2 + (n - SIDE / 2) * inner) * scale for n in p) for p in shape]
        pen.polygon(moved, fill=sign)
    return image.resize((size, size), Image.Resampling.LANCZOS)


for side in (192, 512):
    draw(side, maskable=False).quantize(32).save(HERE / f"icon-{side}.png", optimize=True)
    draw(side, maskable=True).quantize(32).save(HERE / f"maskable-{side}.png", optimize=True)
