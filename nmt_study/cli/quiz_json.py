"""Sittings and their results as JSON; the shape is part of the interface and written down in the documentation."""

from typing import Any

from nmt_study.clock import date_of
from nmt_study.services.desk import Desk
from nmt_study.services.quiz.results import Result
from nmt_study.stats.sitting import Area
from nmt_study.storage.record.sitting import Summary


def summary_json(one: Summary) -> dict[str, Any]:
    """Return a sitting of a list in its documented shape."""
    return {
        "id": one.event,
        "quiz": one.quiz,
        "title": one.title,
        "mode": one.mode,
        "date": date_of(one.day).isoformat(),
        "items": one.items,
        "answered": one.answered,
        "points": one.points if one.outcome else None,
        "worth": one.worth,
        "outcome": one.outcome or None,
        "seconds": one.seconds,
        "part": one.part,
    }


def result_json(desk: Desk, found: Result) -> dict[str, Any]:
    """Return what a sitting came to in its documented shape."""
    responses = {one.place: one.response for one in desk.record.sittings.answers(sitting=found.sitting)}
    return {
        "id": found.sitting,
        "quiz": found.quiz,
        "title": found.title,
        "mode": found.mode,
        "date": date_of(found.day).isoformat(),
        "outcome": found.outcome or None,
        "terms": found.terms.told(),
        **_area(found.tally.whole),
        "per_cent": found.tally.per_cent,
        "areas": [{"area": area.name, **_area(area)} for area in found.tally.areas],
        "certainty": {
            "mark": found.tally.certainty,
            "levels": [
                {"level": one.level, "answers": one.answers, "right": one.right, "enough": one.enough}
                for one in found.tally.levels
            ],
        },
        "answers": [
            {
                "place": one.place,
                "item": asked.item,
                "content": asked.content,
                "area": one.area,
                "question": asked.stem,
                "share": one.share,
                "points": (one.share or 0.0) * one.worth,
                "worth": one.worth,
                "sure": one.sure,
                "seconds": one.seconds,
                "response": responses.get(one.place),
            }
            for one, asked in zip(found.answers, found.asked, strict=True)
        ],
    }


def _area(area: Area) -> dict[str, Any]:
    return {
        "items": area.share.asked,
        "answered": area.answered,
        "right": area.share.passed,
        "interval": list(area.share.interval),
        "points": area.points,
        "worth": area.worth,
        "seconds_each": area.seconds,
    }
