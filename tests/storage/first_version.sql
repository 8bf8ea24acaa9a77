-- A record of seven answers as version 0.1.0 of 21 November 2026 wrote it.
PRAGMA application_id = 1852666995;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
) STRICT;
INSERT INTO "_sqlite_migrations" VALUES(1,'nmt_study','history','2026-11-28 03:51:14.446609+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'nmt_study','study','2026-11-28 03:51:14.447094+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'nmt_study','predictions','2026-11-28 03:51:14.447482+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'nmt_study','mending','2026-11-28 03:51:14.448078+00:00');
CREATE TABLE alias (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL,
            origin TEXT NOT NULL,
            target TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;
CREATE TABLE event (
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
            digest TEXT NOT NULL, free TEXT, seal TEXT NOT NULL DEFAULT '',
            UNIQUE (device, seq)
        ) STRICT;
INSERT INTO "event" VALUES(1,'01a22047-521f-7af7-b529-49cbe224a779','663cda4a-40ab-45e0-a361-d851a8a6d1ab',1,1795837874760,0,'Etc/UTC',20784,'answer','{"card":"tp-trigger-point-definition","content":"jdwkevxr3amyejsq24mhthacea","due":20786,"grade":3,"interval":2,"millis":1,"parameters":"fsrs-6-default","scheduler":"fsrs-6"}','10f2c1f790422891e89bc0e457dd78259d4c4cb0d0ba52cf082cf24749f948a8','{"salt":"4f051b85368108d0f0afba4d0124dc7f","text":"A trigger point, as it is described.\nAn over-sensitive spot in a taut band of skeletal muscle, painful when pressed, that can refer symptoms elsewhere."}','dacaafee92e4ae25ab894239cb5f38af16a22835821e5d4be6b436ad24d7b0bf');
INSERT INTO "event" VALUES(2,'01a22047-5262-75bb-8b4e-21d42de53f9c','663cda4a-40ab-45e0-a361-d851a8a6d1ab',2,1795837874787,0,'Etc/UTC',20784,'answer','{"card":"pr-compression-threshold-2022","content":"3di7gymphiycse4rchwbaowokh","due":20786,"grade":3,"interval":2,"millis":0,"parameters":"fsrs-6-default","scheduler":"fsrs-6"}','20982b63b137c776fa31da18a974fb7f097ca18212127a72b2de17a3ca6f9d6e','{"salt":"5dd2121da1e5087dcfcd633d7af8ced5","text":"What did a 2022 meta-analysis find about ischemic compression and the pressure pain threshold after treatment?\nThe threshold rose (11 trials, 427 people)."}','66b584e056f175f714155798285504103f6003a4762a14a828431f9b6cdbe212');
INSERT INTO "event" VALUES(3,'01a22047-5276-704f-bc21-58cecf3749d3','663cda4a-40ab-45e0-a361-d851a8a6d1ab',3,1795837874807,0,'Etc/UTC',20784,'answer','{"card":"ci-local-class","content":"yefsctheh4hxxr3tnyugtiu3bz","due":20784,"grade":1,"interval":0,"millis":0,"parameters":"fsrs-6-default","scheduler":"fsrs-6"}','0a56d7430b97170e20794b68391b5743790f54f896f12c5af5ee9a4737000469','{"salt":"0eb87c35d223c42e6b5f5dfedc321ad5","text":"What does a local contraindication ask of you, and what does a general one?\nLocal: avoid that one area; general: no massage at all."}','f866fd2ffdc5cd92e2aa42be9fda4f6fe439cac3ebfb9883358f350ddf953c93');
INSERT INTO "event" VALUES(4,'01a22047-528e-79e8-9c0b-f8adbb9d50c7','663cda4a-40ab-45e0-a361-d851a8a6d1ab',4,1795837874831,0,'Etc/UTC',20784,'answer','{"card":"tp-active-latent#active","content":"h7cmjfmvilcqr43c6ncktttefm","due":20786,"grade":3,"interval":2,"millis":0,"parameters":"fsrs-6-default","scheduler":"fsrs-6"}','c2abc9c0877381398d4e6b4fd690c37ed348f6d083c5203f3b19b709372ad265','{"salt":"58ebb4763d0ef71a21f697c43e78b05b","text":"A trigger point that brings back symptoms the client recognises is [\u2026]; one that is tender or stiff without any familiar complaint is latent.\nA trigger point that brings back symptoms the client recognises is active; one that is tender or stiff without any familiar complaint is latent."}','5b47d7e6a8568f74e572c08cedd6fa8921d2da834fb56214775dfac80f645b29');
INSERT INTO "event" VALUES(5,'01a22047-52aa-7a1c-96e6-6b837be5b59e','663cda4a-40ab-45e0-a361-d851a8a6d1ab',5,1795837874859,0,'Etc/UTC',20784,'answer','{"card":"pr-compression-pain-2022","content":"4wzmsb4vfy3i2ib6gar2v3626z","due":20786,"grade":3,"interval":2,"millis":0,"parameters":"fsrs-6-default","scheduler":"fsrs-6"}','eccb19f59bcc49dd51d2a4f3bad24c1eadc49873421df65d88c34420a0ba77e1','{"salt":"7bd8c1a787f64b1afbffcb88cfceee81","text":"In a 2022 meta-analysis, how did ischemic compression compare with inactive controls on self-reported pain?\nNo significant benefit (7 trials, 251 people)."}','dc18c9b433feea14eb0cfdeb4db9e9f0494abaf659550b30078d64101ea6596b');
INSERT INTO "event" VALUES(6,'01a22047-52c2-736b-ba55-391f808c8e1d','663cda4a-40ab-45e0-a361-d851a8a6d1ab',6,1795837874883,0,'Etc/UTC',20784,'answer','{"card":"ci-endangerment-care","content":"hu4tqxttph5vc5hr2q6f65tiii","due":20786,"grade":3,"interval":2,"millis":0,"parameters":"fsrs-6-default","scheduler":"fsrs-6"}','9920a0163854a715d9741601dafa6db1ef94d4430db7f2a5a01a4b27d6db3ad2','{"salt":"9901000fe59b132261f59ca3c2500b7d","text":"Some exams forbid all touch at endangerment sites. How does professional teaching ask you to work there?\nWith broad, flat, usually light pressure and special care; stop at a nerve or pulse sensation."}','6ade6ea6eb31813064a9ee65317785d164e76dcccdeec649bac7ccb7fd777eba');
INSERT INTO "event" VALUES(7,'01a22047-52d6-7121-8f17-db54bcb7057f','663cda4a-40ab-45e0-a361-d851a8a6d1ab',7,1795837874903,0,'Etc/UTC',20784,'answer','{"card":"tp-delphi-criteria","content":"fe37wkepov66zkjnmsreqeb4jx","due":20786,"grade":3,"interval":2,"millis":0,"parameters":"fsrs-6-default","scheduler":"fsrs-6"}','1645b9e13fe79c0d2e3bee2a6b851df283a892eb6d38ac8d45dde8427aaee892','{"salt":"3281c822003ed196a77cd18bb9289492","text":"Which three criteria for a trigger point did the experts of the 2018 Delphi panel agree are essential?\nA taut band, a hypersensitive spot and referred pain."}','78f0acce9bcf1750ad42c5d9c8e6dc358c340c7567f5c557cfc278d44b36213a');
CREATE TABLE home (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "home" VALUES('device','663cda4a-40ab-45e0-a361-d851a8a6d1ab');
INSERT INTO "home" VALUES('home','aad2a81d-f270-4bd0-966e-218cd688e60a');
CREATE TABLE memory (
            card TEXT PRIMARY KEY,
            stability REAL NOT NULL,
            difficulty REAL NOT NULL,
            last INTEGER NOT NULL,
            due INTEGER NOT NULL,
            reps INTEGER NOT NULL,
            lapses INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
INSERT INTO "memory" VALUES('ci-endangerment-care',2.3065,2.11810397045901588342e+00,20784,20786,1,0);
INSERT INTO "memory" VALUES('ci-local-class',0.212,6.4133,20784,20784,1,0);
INSERT INTO "memory" VALUES('pr-compression-pain-2022',2.3065,2.11810397045901588342e+00,20784,20786,1,0);
INSERT INTO "memory" VALUES('pr-compression-threshold-2022',2.3065,2.11810397045901588342e+00,20784,20786,1,0);
INSERT INTO "memory" VALUES('tp-active-latent#active',2.3065,2.11810397045901588342e+00,20784,20786,1,0);
INSERT INTO "memory" VALUES('tp-delphi-criteria',2.3065,2.11810397045901588342e+00,20784,20786,1,0);
INSERT INTO "memory" VALUES('tp-trigger-point-definition',2.3065,2.11810397045901588342e+00,20784,20786,1,0);
CREATE TABLE redate (
            position INTEGER PRIMARY KEY REFERENCES event (position),
            event TEXT NOT NULL,
            days INTEGER NOT NULL,
            answers TEXT NOT NULL
        ) STRICT;
CREATE TABLE review (
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
            first INTEGER NOT NULL
        , predicted REAL) STRICT;
INSERT INTO "review" VALUES(1,'01a22047-521f-7af7-b529-49cbe224a779','tp-trigger-point-definition','tp-trigger-point-definition','jdwkevxr3amyejsq24mhthacea',20784,3,1,20786,2,'fsrs-6','fsrs-6-default',1,NULL);
INSERT INTO "review" VALUES(2,'01a22047-5262-75bb-8b4e-21d42de53f9c','pr-compression-threshold-2022','pr-compression-threshold-2022','3di7gymphiycse4rchwbaowokh',20784,3,0,20786,2,'fsrs-6','fsrs-6-default',1,NULL);
INSERT INTO "review" VALUES(3,'01a22047-5276-704f-bc21-58cecf3749d3','ci-local-class','ci-local-class','yefsctheh4hxxr3tnyugtiu3bz',20784,1,0,20784,0,'fsrs-6','fsrs-6-default',1,NULL);
INSERT INTO "review" VALUES(4,'01a22047-528e-79e8-9c0b-f8adbb9d50c7','tp-active-latent#active','tp-active-latent#active','h7cmjfmvilcqr43c6ncktttefm',20784,3,0,20786,2,'fsrs-6','fsrs-6-default',1,NULL);
INSERT INTO "review" VALUES(5,'01a22047-52aa-7a1c-96e6-6b837be5b59e','pr-compression-pain-2022','pr-compression-pain-2022','4wzmsb4vfy3i2ib6gar2v3626z',20784,3,0,20786,2,'fsrs-6','fsrs-6-default',1,NULL);
INSERT INTO "review" VALUES(6,'01a22047-52c2-736b-ba55-391f808c8e1d','ci-endangerment-care','ci-endangerment-care','hu4tqxttph5vc5hr2q6f65tiii',20784,3,0,20786,2,'fsrs-6','fsrs-6-default',1,NULL);
INSERT INTO "review" VALUES(7,'01a22047-52d6-7121-8f17-db54bcb7057f','tp-delphi-criteria','tp-delphi-criteria','fe37wkepov66zkjnmsreqeb4jx',20784,3,0,20786,2,'fsrs-6','fsrs-6-default',1,NULL);
CREATE TABLE seen_content (content TEXT PRIMARY KEY, event TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "seen_content" VALUES('3di7gymphiycse4rchwbaowokh','01a22047-5262-75bb-8b4e-21d42de53f9c');
INSERT INTO "seen_content" VALUES('4wzmsb4vfy3i2ib6gar2v3626z','01a22047-52aa-7a1c-96e6-6b837be5b59e');
INSERT INTO "seen_content" VALUES('fe37wkepov66zkjnmsreqeb4jx','01a22047-52d6-7121-8f17-db54bcb7057f');
INSERT INTO "seen_content" VALUES('h7cmjfmvilcqr43c6ncktttefm','01a22047-528e-79e8-9c0b-f8adbb9d50c7');
INSERT INTO "seen_content" VALUES('hu4tqxttph5vc5hr2q6f65tiii','01a22047-52c2-736b-ba55-391f808c8e1d');
INSERT INTO "seen_content" VALUES('jdwkevxr3amyejsq24mhthacea','01a22047-521f-7af7-b529-49cbe224a779');
INSERT INTO "seen_content" VALUES('yefsctheh4hxxr3tnyugtiu3bz','01a22047-5276-704f-bc21-58cecf3749d3');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TRIGGER event_remains BEFORE DELETE ON event
            BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
CREATE INDEX review_card ON review (card, position);
CREATE INDEX review_content ON review (content);
CREATE INDEX review_day ON review (day);
CREATE INDEX memory_due ON memory (due);
CREATE TRIGGER event_stays BEFORE UPDATE ON event
            WHEN OLD.free IS NULL OR NEW.free IS NOT NULL
                OR (OLD.position, OLD.id, OLD.device, OLD.seq, OLD.at_utc, OLD.utc_offset, OLD.zone, OLD.study_day,
                    OLD.kind, OLD.body, OLD.seal, OLD.digest)
                IS NOT (NEW.position, NEW.id, NEW.device, NEW.seq, NEW.at_utc, NEW.utc_offset, NEW.zone, NEW.study_day,
                    NEW.kind, NEW.body, NEW.seal, NEW.digest)
            BEGIN SELECT RAISE(ABORT, 'an event is never changed, but for its free text, which may be erased'); END;
CREATE VIEW reviews AS
            SELECT review.event AS id, review.card, review.content, review.grade, review.first AS is_first,
                review.predicted, review.millis / 1000.0 AS seconds, review.day AS study_day, event.at_utc,
                event.utc_offset, event.zone, review.interval, review.due, review.scheduler, review.parameters,
                event.device
            FROM review JOIN event USING (position);
COMMIT;
