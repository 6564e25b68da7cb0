"""The blocks of an SOP's page, each with an icon, a sentence for the author and a preview."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from .models.sops import KEY

PREVIEW = "sop_pages/cms/block_preview.html"
MARKDOWN_HELP = _("Markdown: an empty line starts a paragraph, a dash a list item, **bold**.")


class KeyBlock(blocks.CharBlock):
    """The readable name of a passage. No text: it is the same in each language."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "help_text", _("Its name in addresses and files. Left empty, it is made for you.")
        )
        super().__init__(
            required=False, max_length=60, validators=[KEY], search_index=False, **kwargs
        )

    def get_translatable_segments(self, value):
        """Nothing for translators: wagtail-localize asks this."""
        return []

    class Meta:
        label = _("Key")
        icon = "key"
        default = ""


class MarkdownBlock(blocks.TextBlock):
    """Text as typed; it becomes HTML only through sop_pages.markdown."""

    def __init__(self, rows=4, **kwargs):
        kwargs.setdefault("help_text", MARKDOWN_HELP)
        super().__init__(rows=rows, **kwargs)

    class Meta:
        icon = "pilcrow"
        preview_template = PREVIEW


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"), required=True)
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=250,
        help_text=_("What the picture shows, for those who cannot see it."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture or photo, with words for those who cannot see it.")
        preview_template = PREVIEW
        preview_value = {"image": None, "alt": "A stamped receipt"}


class AudioBlock(blocks.StructBlock):
    recording = SnippetChooserBlock("sop_pages.Recording", label=_("Recording"))
    title = blocks.CharBlock(
        label=_("Title"), max_length=150, help_text=_("What one hears, in a few words.")
    )

    class Meta:
        icon = "media"
        label = _("Audio")
        description = _("A recording to play to people who do not read.")
        preview_template = PREVIEW
        preview_value = {"recording": None, "title": "The same in Hmong"}


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"), max_length=150, help_text=_("What the file is, in a few words.")
    )

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file to keep or print: PDF, Word or Excel.")
        preview_template = PREVIEW
        preview_value = {"document": None, "title": "REG-01-A: Registration form"}


class DocumentListBlock(blocks.ListBlock):
    def __init__(self, child_block=None, **kwargs):
        child = child_block or blocks.CharBlock(label=_("Document"), max_length=300)
        super().__init__(child, **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Documents")
        description = _("The papers that this step needs, a line each.")
        preview_template = PREVIEW
        preview_value = ["Identity card", "Family book"]


class BodyBlock(blocks.StreamBlock):
    """What a step says, piece by piece, in the order in which an officer reads it."""

    text = MarkdownBlock(
        label=_("Text"),
        description=_("Two to five short sentences: what to do now."),
        preview_value="Read every line aloud.",
    )
    warning = MarkdownBlock(
        rows=2,
        label=_("Warning"),
        icon="warning",
        description=_("One sentence on harm."),
        preview_value="Never take the member's cash.",
    )
    example = MarkdownBlock(
        rows=3,
        label=_("Example"),
        icon="openquote",
        description=_("A case in plain words."),
        preview_value="A family worries about a funeral. You tell one story.",
    )
    documents = DocumentListBlock()
    calculator = blocks.ChoiceBlock(
        label=_("Calculator"),
        icon="decimal",
        choices=[("contribution", _("Contribution")), ("months", _("Waiting months"))],
        description=_("A calculator that works with today's reference values."),
        preview_template=PREVIEW,
        preview_value="contribution",
    )
    picture = PictureBlock()
    audio = AudioBlock()
    download = DownloadBlock()

    class Meta:
        required = False


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Title"), max_length=200, help_text=_("One deed, in a few words.")
    )
    body = BodyBlock(label=_("Text of the step"), required=False)
    time_limit = blocks.CharBlock(
        label=_("Time limit"),
        required=False,
        max_length=200,
        help_text=_("Until when, for example: within 3 working days."),
    )
    key = KeyBlock()

    class Meta:
        icon = "order-down"
        label = _("Step")
        label_format = "{title}"
        description = _("One deed of the officer. Reports and questions point at it.")
        preview_template = PREVIEW
        preview_value = {"title": "Agree the day with the village chief"}


class ItemBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=300, help_text=_("One line."))
    key = KeyBlock()

    class Meta:
        icon = "minus"
        label = _("Line")
        label_format = "{text}"
        description = _("One line of the list.")
        preview_template = PREVIEW
        preview_value = {"text": "Identity card"}


class ObjectionBlock(blocks.StructBlock):
    question = blocks.CharBlock(
        label=_("What people say"), max_length=250, help_text=_("In their own words.")
    )
    answer = MarkdownBlock(label=_("Answer"), required=False)
    key = KeyBlock()

    class Meta:
        icon = "comment"
        label = _("Objection")
        label_format = "{question}"
        description = _("What people say against it, and a good answer.")
        preview_template = PREVIEW
        preview_value = {"question": "My children will take care of me", "answer": "Listen."}


class FormBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("Form"), max_length=300, help_text=_("Code and name: COM-01-A: Visit record.")
    )
    document = DocumentChooserBlock(
        label=_("File"), required=False, help_text=_("The form itself, to print.")
    )

    class Meta:
        icon = "form"
        label = _("Form")
        label_format = "{text}"
        description = _("A form that belongs to this SOP.")
        preview_template = PREVIEW
        preview_value = {"text": "COM-01-A: Household visit record"}


class ItemsBlock(blocks.StreamBlock):
    item = ItemBlock()

    class Meta:
        required = False


class StepsBlock(blocks.StreamBlock):
    step = StepBlock()

    class Meta:
        required = True


class ObjectionsBlock(blocks.StreamBlock):
    objection = ObjectionBlock()

    class Meta:
        required = False


class FormsBlock(blocks.StreamBlock):
    form = FormBlock()

    class Meta:
        required = False
