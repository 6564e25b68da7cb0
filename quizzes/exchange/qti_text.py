"""Words out of QTI's markup: as plain text where nothing else stands in it, else as HTML."""

from xml.etree.ElementTree import Element, tostring

from .drafts import NOTHING, Text

PLAIN = {"p", "div", "span", "br", "prompt", "simpleChoice", "simpleAssociableChoice", "itemBody"}
PLAIN |= {"feedbackInline", "modalFeedback", "contentBody", "textEntryInteraction"}
BLANK = " _____ "
# Classes that our own export sets: a text with its formatting, the box for an answer that is no gap
# in the sentence, a choice between true and false.
RICH, ANSWER, TRUE_FALSE = "khumue-rich", "khumue-answer", "khumue-truefalse"


def text_of(element: Element | str, without: tuple[str, ...] = ("feedbackInline",)) -> Text:
    """The words of an element (or a string), without what stands in children of these names."""
    if isinstance(element, str):
        return Text(element)
    is_plain = all(child.tag in PLAIN | set(without) for child in element.iter())
    if is_plain and not any(child.get("class") == RICH for child in element.iter()):
        return Text(" ".join("".join(_words(element, without)).split()))
    parts = [element.text or ""]
    for child in element:
        if child.tag not in without:
            parts.append(tostring(child, encoding="unicode", method="html"))
        else:
            parts.append(child.tail or "")
    return Text("".join(parts).strip(), "html")


def _words(element: Element, without: tuple[str, ...]):
    if element.get("class") == ANSWER:
        return
    if element.tag == "textEntryInteraction":
        yield BLANK
    yield element.text or ""
    for child in element:
        if child.tag not in without:
            yield from _words(child, without)
        # Blocks end words: <p>One</p><p>two</p> is not "Onetwo".
        yield ("" if child.tag in ("span", "feedbackInline") else " ") + (child.tail or "")


def prompt_of(body: Element, interaction: Element | None) -> Text:
    """What is asked: the body outside the interaction, then the interaction's own prompt."""
    if interaction is None:
        return text_of(body)
    if interaction.tag == "textEntryInteraction":
        return text_of(body)
    asked = [text_of(body, without=(interaction.tag,))]
    prompt = interaction.find("prompt")
    if prompt is not None:
        asked.append(text_of(prompt))
    asked = [text for text in asked if text.text]
    kind = "html" if any(text.format == "html" for text in asked) else "moodle"
    return Text(" ".join(text.text for text in asked), kind)


def feedback_of(element: Element, key: str | None = None) -> Text:
    """Feedback to the choice `key`, or, of an item, that to no choice; of a choice, its own."""
    inline = element.find("feedbackInline")
    if inline is not None:
        return text_of(inline)
    keys = {choice.get("identifier") for choice in element.iter("simpleChoice")}
    for said in element.findall("modalFeedback"):
        names = said.get("identifier")
        if names == key or (key is None and names not in keys):
            return text_of(said)
    return NOTHING
