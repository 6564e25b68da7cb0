"""Sample cases: each a story and its questions, from the same file as the other questions."""

from collections.abc import Iterator

from quizzes.models import Pool, Question, Story
from quizzes.writing import write, write_story
from sop_pages.models import SOP, Step

CASE = "case"


def story_content(entry: dict) -> dict:
    """A story version's content from an entry of the file."""
    return {name: entry[name] for name in ("story", "explanation")}


def question_entries(entry: dict) -> list[dict]:
    """The questions of a case, as entries of single questions; keys such as M1-15-a."""
    shared = {name: entry[name] for name in ("module", "sop", "difficulty", "critical")}
    return [shared | part | {"key": f"{entry['key']}-{part['key']}"} for part in entry["parts"]]


def load_cases(entries: list[dict], content_of) -> Iterator[str]:
    """Makes the cases that are not there yet; what people edited is left alone."""
    there = {
        story.key: story for story in Story.objects.filter(key__in=[e["key"] for e in entries])
    }
    steps = {(step.sop.code, step.key): step for step in Step.objects.select_related("sop")}
    sops = {sop.code: sop for sop in SOP.objects.all()}
    for entry in entries:
        story = there.get(entry["key"])
        if story:
            yield from _left(story, entry, steps)
            continue
        story = _story(entry)
        for position, part in enumerate(question_entries(entry), 1):
            question = Question.objects.create(
                key=part["key"],
                pool=story.pool,
                type=part["type"],
                state="ready",
                difficulty=part["difficulty"],
                critical=part["critical"],
                sop=sops.get(part["sop"]),
                step=steps.get((part["sop"], part["step"])),
                story=story,
                story_position=position,
                share=1,  # the file's weights are thirds, which `split` gives of equal shares
                is_sample=True,
            )
            write(question, content_of(part))
    yield f"{len(entries) - len(there)} cases made, {len(there)} were there."


def _story(entry: dict) -> Story:
    pool, _new = Pool.objects.get_or_create(name=entry["module"])
    story = Story.objects.create(key=entry["key"], pool=pool, state="ready", is_sample=True)
    write_story(story, story_content(entry))
    return story


def _left(story: Story, entry: dict, steps: dict) -> Iterator[str]:
    """Says what was edited; links steps that came into the handbook later."""
    newest = story.versions.order_by("-number").first()
    if newest is None or newest.content != story_content(entry):
        yield f"{story.key} was edited: left as it is."
    wanted = {part["key"]: part for part in question_entries(entry)}
    for question in story.questions.filter(key__in=wanted, step=None):
        part = wanted[question.key]
        if step := steps.get((part["sop"], part["step"])):
            question.sop, question.step = step.sop, step
            question.save(update_fields=["sop", "step"])
