import pytest

from content.loaders import holidays
from feedback import working_days
from feedback.models import Holiday


@pytest.mark.django_db
def test_starting_holidays_are_loaded_once_and_a_mended_one_stays():
    list(holidays.load(samples=False))
    Holiday.objects.filter(key="pi-mai-1").update(day=13)

    said = list(holidays.load(samples=True))

    assert said == ["0 public holidays added, 8 left as they are."]
    assert Holiday.objects.get(key="pi-mai-1").day == 13
    assert Holiday.objects.get(key="in-lieu").note.startswith("[LSSO]")
    assert (5, 1) in working_days.calendar().yearly
