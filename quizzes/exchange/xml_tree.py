"""XML that a stranger sends: no DTD, no entities, nothing fetched; each element knows its line."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from ..faults import Fault, Refused


class _Parser(DefusedXMLParser):
    def _start(self, *args):
        element = super()._start(*args)
        element.line = self.parser.CurrentLineNumber
        return element


def parse(data: bytes) -> Element:
    """The root of the document; each element has `line`, from 1. Raises Refused."""
    parser = _Parser(forbid_dtd=True)
    try:
        parser.feed(data)
        return parser.close()
    except DefusedXmlException as error:
        message = _("The file holds a document type or entities, which are never read.")
        raise Refused([Fault(parser.parser.CurrentLineNumber, message)]) from error
    except ParseError as error:
        message = _("The file is no well-formed XML.")
        raise Refused([Fault(error.position[0], message)]) from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise Refused([Fault(1, _("The file's encoding is not known."))]) from error
