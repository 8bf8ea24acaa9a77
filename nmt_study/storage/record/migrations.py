"""The steps that build the record's tables, in order; a released step is never changed, only followed by another.

Imported only when a step is pending: sqlite-utils costs more time than everything else at a start.
"""

import sqlite3

from sqlite_utils import Database, Migrations

from nmt_study.storage.record.verify import remake

_STEPS = Migrations("nmt_study")
_MADE_FROM_EVENTS = ("review", "memory", "seen_content", "alias", "redate", "practice", "shaping", "apart")


@_STEPS()
def history(database: Database) -> None:
    """Create the events, of which only free text can be taken away, and what the record knows about itself."""
    _run(
        database,
        """CREATE TABLE home (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID""",
        """CREATE TABLE event (
            position INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            device TEXT NOT NULL,
            seq INTEGER NOT NULL CHECK (seq > 0),
            at_utc INTEGER NOT NULL,
            utc_offset INTEGER NOT NULL,
            zone TEXT NOT NULL,
            study_day INTEGER NOT NULL,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            free TEXT,
            seal TEXT NOT NULL,
            digest TEXT NOT NULL,
            UNIQUE (device, seq)
        ) STRICT""",
        """CREATE TRIGGER event_stays BEFORE UPDATE ON event
            WHEN OLD.free IS NULL OR NEW.free IS NOT NULL
                OR (OLD.position, OLD.id, OLD.device, OLD.seq, OLD.at_utc, OLD.utc_offset, OLD.zone, OLD.study_day,
                    OLD.kind, OLD.body, OLD.seal, OLD.digest)
                IS NOT (NEW.position, NEW.id, NEW.device, NEW.seq, NEW.at_utc, NEW.utc_offset, NEW.zone, NEW.study_day,
                    NEW.kind, NEW.body, NEW.seal, NEW.digest)
            BEGIN SELECT RAISE(ABORT, 'an event is never changed, but for its free text, which may be erased'); END""",
        """CREATE TRIGGER event_remains BEFORE DELETE ON event
            BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END""",
    )


@_STEPS()
def study(database: Database) -> None:
    """Create what the answers come to: reviews, memories, contents seen, re-links, and days that were mended."""
    _run(
        database,
        """CREATE TABLE review (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL,
            card TEXT NOT NULL,
            key TEXT NOT NULL,
            content TEXT NOT NULL,
            day INTEGER NOT NULL,
            grade INTEGER NOT NULL,
            millis INTEGER NOT NULL,
            due INTEGER NOT NULL,
            interval INTEGER NOT NULL,
            scheduler TEXT NOT NULL,
            parameters TEXT NOT NULL,
            first INTEGER NOT NULL,
            predicted REAL
        ) STRICT""",
        "CREATE INDEX review_card ON review (card, position)",
        "CREATE INDEX review_content ON review (content)",
        "CREATE INDEX review_day ON review (day)",
        """CREATE TABLE memory (
            card TEXT PRIMARY KEY,
            stability REAL NOT NULL,
            difficulty REAL NOT NULL,
            last INTEGER NOT NULL,
            due INTEGER NOT NULL,
            reps INTEGER NOT NULL,
            lapses INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX memory_due ON memory (due)",
        """CREATE TABLE seen_content (content TEXT PRIMARY KEY, event TEXT NOT NULL) STRICT, WITHOUT ROWID""",
        """CREATE TABLE alias (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL,
            origin TEXT NOT NULL,
            target TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE redate (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL,
            days INTEGER NOT NULL,
            answers TEXT NOT NULL
        ) STRICT""",
    )


@_STEPS()
def shaping(database: Database) -> None:
    """Create what else is done to cards: practices, shapes, and pairs that are not the same."""
    _run(
        database,
        """CREATE TABLE practice (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL,
            card TEXT NOT NULL,
            key TEXT NOT NULL,
            content TEXT NOT NULL,
            day INTEGER NOT NULL,
            grade INTEGER NOT NULL,
            millis INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX practice_card ON practice (card, position)",
        "CREATE INDEX practice_day ON practice (day)",
        """CREATE TABLE shaping (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL,
            kind TEXT NOT NULL,
            card TEXT NOT NULL,
            key TEXT NOT NULL,
            value INTEGER NOT NULL,
            content TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX shaping_card ON shaping (card, kind, position)",
        """CREATE TABLE apart (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL,
            origin TEXT NOT NULL,
            target TEXT NOT NULL
        ) STRICT""",
    )


@_STEPS()
def views(database: Database) -> None:
    """Create the public views."""
    if "predictions" in _made_by(database):
        _lay_out_anew(database)
    _run(
        database,
        """CREATE VIEW reviews AS
            SELECT review.event AS id, review.card, review.content, review.grade, review.first AS is_first,
                review.predicted, review.millis / 1000.0 AS seconds, review.day AS study_day, event.at_utc,
                event.utc_offset, event.zone, review.interval, review.due, review.scheduler, review.parameters,
                event.device
            FROM review JOIN event USING (position)""",
        """CREATE VIEW practices AS
            SELECT practice.event AS id, practice.card, practice.content, practice.grade,
                practice.millis / 1000.0 AS seconds, practice.day AS study_day, event.at_utc, event.utc_offset,
                event.zone, event.device
            FROM practice JOIN event USING (position)""",
        """CREATE VIEW notes AS
            SELECT shaping.event AS id, shaping.kind, shaping.card, json_extract(event.free, '$.text') AS text,
                event.study_day, event.at_utc, event.utc_offset, event.zone
            FROM shaping JOIN event USING (position)
            WHERE shaping.kind = 'report' OR (shaping.kind = 'note' AND shaping.value AND position = (
                SELECT max(position) FROM shaping AS newer WHERE newer.card = shaping.card AND newer.kind = 'note'))""",
    )


@_STEPS()
def sittings(database: Database) -> None:
    """Create what quizzes and exams come to: sittings, and what was done in them."""
    _run(
        database,
        """CREATE TABLE sitting (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL UNIQUE,
            quiz TEXT NOT NULL,
            title TEXT NOT NULL,
            mode TEXT NOT NULL,
            day INTEGER NOT NULL,
            items INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX sitting_quiz ON sitting (quiz)",
        """CREATE TABLE sitting_step (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL,
            sitting TEXT NOT NULL,
            kind TEXT NOT NULL,
            place INTEGER,
            item TEXT NOT NULL,
            content TEXT NOT NULL,
            topic TEXT NOT NULL,
            share REAL,
            sure INTEGER,
            millis INTEGER NOT NULL,
            outcome TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX sitting_step_place ON sitting_step (sitting, kind, place, position)",
        """CREATE VIEW quiz_answers AS
            SELECT step.event AS id, step.sitting, sitting.quiz, sitting.mode, step.place, step.item,
                step.content, step.topic, step.share, step.sure, step.millis / 1000.0 AS seconds, json_extract(event.free, '$.response') AS response,
                event.study_day, event.at_utc, event.utc_offset, event.zone, event.device
            FROM sitting_step AS step JOIN sitting ON sitting.event = step.sitting
                JOIN event ON event.position = step.position
            WHERE step.kind = 'respond' AND step.position = (
                SELECT max(position) FROM sitting_step AS newer WHERE newer.sitting = step.sitting
                    AND newer.kind = 'respond' AND newer.place = step.place)""",
        """CREATE VIEW sittings AS
            SELECT sitting.event AS id, sitting.quiz, sitting.title, sitting.mode, sitting.items,
                count(answer.event) AS answered, total(answer.share) AS points,
                total(answer.millis) / 1000.0 AS seconds, coalesce((SELECT outcome FROM sitting_step AS step
                    WHERE step.sitting = sitting.event AND step.kind = 'hand-in'), '') AS outcome,
                sitting.day AS study_day, event.at_utc, event.utc_offset, event.zone, event.device
            FROM sitting JOIN event USING (position) LEFT JOIN sitting_step AS answer
                ON answer.sitting = sitting.event AND answer.kind = 'respond' AND answer.position = (
                    SELECT max(position) FROM sitting_step AS newer WHERE newer.sitting = answer.sitting
                        AND newer.kind = 'respond' AND newer.place = answer.place)
            GROUP BY sitting.position""",
    )


@_STEPS()
def ledger(database: Database) -> None:
    """Create what continuing education comes to: the versions of each thing in the ledger."""
    _run(
        database,
        """CREATE TABLE ledger (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL UNIQUE,
            what TEXT NOT NULL,
            thing TEXT NOT NULL,
            about TEXT NOT NULL,
            void INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX ledger_thing ON ledger (what, thing, position)",
        "CREATE INDEX ledger_about ON ledger (about) WHERE about <> ''",
        """CREATE VIEW activities AS
            SELECT ledger.thing AS id, event.id AS version, json_extract(event.body, '$.data.date') AS completed_on,
                json_extract(event.free, '$.title') AS title, json_extract(event.free, '$.provider') AS provider,
                json_extract(event.body, '$.data.class') AS class, json_extract(event.body, '$.data.format') AS format,
                json_extract(event.body, '$.data.minutes') AS minutes,
                json_extract(event.body, '$.data.certificate_hours') AS certificate_hours,
                event.study_day, event.at_utc, event.utc_offset, event.zone, event.device
            FROM ledger JOIN event USING (position)
            WHERE ledger.what = 'activity' AND NOT ledger.void AND ledger.position = (
                SELECT max(position) FROM ledger AS newer
                WHERE newer.what = 'activity' AND newer.thing = ledger.thing)""",
    )


@_STEPS()
def worth(database: Database) -> None:
    """Let items of a quiz count more or less than one point."""
    _run(
        database,
        "ALTER TABLE sitting ADD COLUMN worth REAL NOT NULL DEFAULT 0",
        "ALTER TABLE sitting_step ADD COLUMN worth REAL NOT NULL DEFAULT 1",
        "DROP VIEW sittings",
        """CREATE VIEW sittings AS
            SELECT sitting.event AS id, sitting.quiz, sitting.title, sitting.mode, sitting.items,
                count(answer.event) AS answered, total(answer.share * answer.worth) AS points, sitting.worth,
                total(answer.millis) / 1000.0 AS seconds, coalesce((SELECT outcome FROM sitting_step AS step
                    WHERE step.sitting = sitting.event AND step.kind = 'hand-in'), '') AS outcome,
                sitting.day AS study_day, event.at_utc, event.utc_offset, event.zone, event.device
            FROM sitting JOIN event USING (position) LEFT JOIN sitting_step AS answer
                ON answer.sitting = sitting.event AND answer.kind = 'respond' AND answer.position = (
                    SELECT max(position) FROM sitting_step AS newer WHERE newer.sitting = answer.sitting
                        AND newer.kind = 'respond' AND newer.place = answer.place)
            GROUP BY sitting.position""",
    )


def _made_by(database: Database) -> set[str]:
    """Return the names of the steps that built a record so far; the first version had some of its own."""
    return {name for (name,) in database.execute("SELECT name FROM _sqlite_migrations")}


def _lay_out_anew(database: Database) -> None:
    """Build the tables of a record of the first version as all records have them, and carry its events over.

    Its columns stood in another order; all else follows from the events.
    """
    _run(
        database,
        "CREATE TEMP TABLE kept_event AS SELECT * FROM event ORDER BY position",
        "CREATE TEMP TABLE kept_home AS SELECT * FROM home",
        "DROP VIEW reviews",
        *(f"DROP TABLE {name}" for name in (*_MADE_FROM_EVENTS, "event", "home")),
    )
    for step in (history, study, shaping):
        step(database)
    _run(
        database,
        """INSERT INTO event SELECT position, id, device, seq, at_utc, utc_offset, zone, study_day, kind, body, free, seal,
            digest FROM kept_event""",
        "INSERT INTO home SELECT * FROM kept_home",
        "DROP TABLE kept_event",
        "DROP TABLE kept_home",
    )


def _run(database: Database, *statements: str) -> None:
    for statement in statements:
        database.execute(statement)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply every step that is pending; the caller holds the write transaction and sets the version.

    Derived tables have what a step added from their events, so they are made anew where there are any.
    """
    _STEPS.apply(Database(connection, execute_plugins=False, strict=True))
    if connection.execute("SELECT 1 FROM event LIMIT 1").fetchone():
        remake(connection)
