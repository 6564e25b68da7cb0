"""Printed pages as a reader meets them: their words, and the QR codes that a phone finds."""

from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL.Image import Image

QR = zxingcpp.BarcodeFormat.QRCode
SHARP = 2.5  # of 72 dots an inch: 180, as a cheap printer and a phone's camera see it


@dataclass(frozen=True)
class Sheet:
    """One page: `words` in reading order, `image` as it comes out of the printer."""

    words: str
    image: Image

    def scanned(self) -> list[str]:
        """What stands in its QR codes."""
        return [found.text for found in zxingcpp.read_barcodes(self.image, QR)]

    def says(self, text: str) -> bool:
        """Whether it holds the text; blanks don't count, a PDF may break a word anywhere."""
        return joined(text) in joined(self.words)


def joined(text: str) -> str:
    return "".join(text.split())


def sheets_of(pdf: bytes) -> list[Sheet]:
    document = pypdfium2.PdfDocument(pdf)
    return [
        Sheet(page.get_textpage().get_text_range(), page.render(scale=SHARP).to_pil())
        for page in document
    ]
