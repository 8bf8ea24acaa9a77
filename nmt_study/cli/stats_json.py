"""The statistics as JSON; the shape is part of the interface and written down in the documentation."""

from typing import Any

from nmt_study.clock import StudyDay, date_of
from nmt_study.services import stats_words as said
from nmt_study.services.stats import Statistics
from nmt_study.stats.calibration import Bin
from nmt_study.stats.habit import REST_DAYS
from nmt_study.stats.outlook import PACE_DAYS
from nmt_study.stats.retention import Retention
from nmt_study.stats.share import Share
from nmt_study.storage.record.figures import DayFigures


def as_value(found: Statistics) -> dict[str, Any]:
    """Return the statistics in their documented shape."""
    total = found.total
    return {
        "study_day": found.day,
        "date": _date(found.day),
        "minutes_planned": found.budget,
        "total": {
            "days": total.days,
            "answers": total.answers,
            "cards": total.first,
            "minutes": _minutes(total.seconds),
        },
        "days": [_day(one) for one in found.days],
        "habit": {
            "week": {"studied": found.habit.week, "of": found.habit.week_days},
            "month": {"studied": found.habit.month, "of": found.habit.month_days},
            "run": found.habit.run,
            "rest_days_a_week": REST_DAYS,
        },
        "due": [{"date": _date(found.day + place), "cards": due} for place, due in enumerate(found.due)],
        "retention": {
            **_retention(found.retention),
            "recent": _retention(found.recent),
            "topics": [{"topic": one.name or None, **_retention(one)} for one in found.topics],
        },
        "calibration": _calibration(found),
        "pace": _pace(found),
        "sentences": said.sentences(found),
    }


def _day(one: DayFigures) -> dict[str, Any]:
    return {
        "study_day": one.day,
        "date": _date(one.day),
        "answers": one.answers,
        "new": one.first,
        "minutes": _minutes(one.seconds),
        "tested": one.tested,
        "recalled": one.recalled,
        "predicted": round(one.expected / one.tested, 4) if one.tested else None,
    }


def _share(share: Share) -> dict[str, Any]:
    """Return a share; the percentage itself is null while the answers are too few for one."""
    low, high = share.interval
    return {
        "answers": share.asked,
        "recalled": share.passed,
        "share": round(share.value, 4) if share.value is not None and share.enough else None,
        "low": round(low, 4),
        "high": round(high, 4),
    }


def _retention(one: Retention) -> dict[str, Any]:
    predicted = None if one.predicted is None else round(one.predicted, 4)
    return {**_share(one.share), "predicted": predicted, "verdict": one.verdict.value}


def _calibration(found: Statistics) -> dict[str, Any]:
    one = found.calibration
    judged = bool(one.answers)
    return {
        "answers": one.answers,
        "log_loss": {
            "model": round(one.model, 4) if judged else None,
            "moving_average": round(one.average, 4) if judged else None,
        },
        "difference": {
            "mean": round(one.difference, 4) if judged else None,
            "low": round(one.low, 4) if judged else None,
            "high": round(one.high, 4) if judged else None,
        },
        "better": one.better.value,
        "bins": [_bin(each) for each in one.bins],
    }


def _bin(one: Bin) -> dict[str, Any]:
    means = {"model": round(one.model, 4), "moving_average": round(one.average, 4)}
    return {"from": one.low, "to": one.high, **_share(one.share), **means}


def _pace(found: Statistics) -> dict[str, Any]:
    extent, pace, asked = found.extent, found.pace, found.asked
    return {
        "cards": extent.cards,
        "seen": extent.begun,
        "core": {"cards": extent.core, "seen": extent.core_begun},
        "new_a_day": round(pace.new_per_day, 2),
        "of_days": PACE_DAYS,
        "seen_by": _date(pace.everything),
        "core_seen_by": _date(pace.core),
        "exam": asked
        and {
            "date": found.exam and found.exam.isoformat(),
            "days": asked.days,
            "new_a_day": asked.per_day,
            "core_new_a_day": asked.core_per_day,
        },
    }


def _date(day: StudyDay | None) -> str | None:
    return None if day is None else date_of(day).isoformat()


def _minutes(seconds: float) -> float:
    return round(seconds / 60, 1)
