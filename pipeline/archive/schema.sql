-- The newsroom archive: one SQLite file. Open it with sqlite3, Datasette, DB Browser or a spreadsheet.
--
-- Offsets (start, "end") count characters (Unicode code points) of articles.text from 0, end exclusive:
--   substr(articles.text, start + 1, "end" - start) is what stands there.
-- A score is the probability, 0 to 1, that what the row says is right; a row's score is that of its weakest part.
-- A day is written 2018-11-15; less is known where less is written: 2018-11, 2018, 2018-Q4, 2018-01/2018-09.
-- A folded column holds a name in one spelling, for comparing: small letters, hoà = hòa, uỷ = ủy, one space.
-- Ids (numbers) are good within one file. What must outlive it is the column key, or sha256 with offsets.


-- Articles ----------------------------------------------------------------------------------------------------

CREATE TABLE articles (
    id            INTEGER PRIMARY KEY,
    key           TEXT NOT NULL UNIQUE,  -- the article's own id; a second text under an id held is kept as id@sha256…
    sha256        TEXT NOT NULL UNIQUE,  -- of the text in UTF-8; a text is held once
    title         TEXT,
    date          TEXT,                  -- day of publication as given, 2018-11-11 or 2018
    year          INTEGER,               -- of the date
    source        TEXT,                  -- newspaper, portal or feed
    url           TEXT,
    province      TEXT REFERENCES places (code),  -- the province (of today) the article is most about; see mentions
    text          TEXT NOT NULL,         -- exactly as given
    syllables     INTEGER NOT NULL,      -- pieces of the text between white space
    meta          TEXT NOT NULL DEFAULT '{}',  -- everything else given with it, JSON
    model         TEXT,                  -- what it was tagged with
    model_version TEXT,
    lowest_score  REAL,                  -- of its mentions and relations: the review queue starts here
    duplicate_of  INTEGER REFERENCES articles (id),  -- the first article of those that say nearly the same
    similarity    REAL,                  -- to the earliest of them like it: shared runs of five syllables by all
    added_at      TEXT NOT NULL          -- UTC
);
CREATE INDEX articles_date ON articles (date);
CREATE INDEX articles_year ON articles (year);
CREATE INDEX articles_source ON articles (source);
CREATE INDEX articles_province ON articles (province);
CREATE INDEX articles_model ON articles (model, model_version);
CREATE INDEX articles_lowest_score ON articles (lowest_score);
CREATE INDEX articles_duplicate_of ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;

-- Full text of title and text. Holds folded words only (no marks, Đ as D, abbreviations written out: UBND is
-- "uy ban nhan dan"), so ask it in folded words: … WHERE search MATCH '"uy ban" huyen'. rowid is articles.id.
CREATE VIRTUAL TABLE search USING fts5 (title, text, content='', tokenize='unicode61 remove_diacritics 0');


-- What was found in them --------------------------------------------------------------------------------------

CREATE TABLE mentions (
    id              INTEGER PRIMARY KEY,
    article_id      INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    mention         TEXT NOT NULL,     -- its id within the article: e1, e2 …
    start           INTEGER NOT NULL,
    "end"           INTEGER NOT NULL,
    label           TEXT NOT NULL,     -- OFFICIAL PERSON POSITION ORG LOC QUANTITY INDICATOR DEADLINE DATE TASK
    text            TEXT NOT NULL,
    folded          TEXT,              -- of OFFICIAL PERSON POSITION ORG LOC INDICATOR
    value,                             -- of a QUANTITY a number or [low, high]; of a time ISO 8601; else NULL
    unit            TEXT,
    bound           TEXT,              -- exact about over under at_least at_most
    score           REAL,
    -- Of OFFICIAL and PERSON; of a POSITION that stands without a name ("Chủ tịch huyện yêu cầu …") who held that
    -- office on the article's day, where other articles make that plain.
    person_id       INTEGER REFERENCES people (id) ON DELETE SET NULL,
    organisation_id INTEGER REFERENCES organisations (id) ON DELETE SET NULL,  -- of ORG
    place_code      TEXT REFERENCES places (code),                             -- of LOC, and of an ORG's place
    link_score      REAL,              -- how sure that it is this person or body
    UNIQUE (article_id, mention)
);
CREATE INDEX mentions_label ON mentions (label, article_id);
CREATE INDEX mentions_folded ON mentions (folded, label, article_id) WHERE folded IS NOT NULL;
CREATE INDEX mentions_person ON mentions (person_id, article_id) WHERE person_id IS NOT NULL;
CREATE INDEX mentions_organisation ON mentions (organisation_id, article_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX mentions_place ON mentions (place_code, article_id) WHERE place_code IS NOT NULL;
CREATE INDEX mentions_score ON mentions (score);

CREATE TABLE relations (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    head       TEXT NOT NULL,          -- mentions.mention of the same article
    tail       TEXT NOT NULL,
    label      TEXT NOT NULL,          -- HOLDS AT MEASURES OF AS_OF DUE ASSIGNED
    score      REAL,
    PRIMARY KEY (article_id, head, tail, label)
) WITHOUT ROWID;
CREATE INDEX relations_score ON relations (score);


-- Who and what they are, across articles ----------------------------------------------------------------------

CREATE TABLE people (
    id        INTEGER PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE,    -- stays when articles are tagged anew
    name      TEXT NOT NULL,
    folded    TEXT NOT NULL,
    hidden    INTEGER NOT NULL DEFAULT 0,
    confirmed INTEGER NOT NULL DEFAULT 0,  -- by an editor
    score     REAL                     -- how sure that all its mentions are one person
);
CREATE INDEX people_folded ON people (folded);

CREATE TABLE organisations (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    folded     TEXT NOT NULL,
    place_code TEXT REFERENCES places (code),
    hidden     INTEGER NOT NULL DEFAULT 0,
    confirmed  INTEGER NOT NULL DEFAULT 0,
    score      REAL
);
CREATE INDEX organisations_folded ON organisations (folded);
CREATE INDEX organisations_place ON organisations (place_code);

-- Administrative units with their official codes. A unit is told apart by its code behind those of the units it is
-- in: province 38, ward 38/14812; one that was abolished on 1 July 2025: old/38/381/14812 (of Thanh Hóa's district
-- 381). A province that goes on under its name and code is one row.
CREATE TABLE places (
    code     TEXT PRIMARY KEY,
    name     TEXT NOT NULL,            -- with its type: Thành phố Hà Nội, Phường Ba Đình
    folded   TEXT NOT NULL,
    level    TEXT NOT NULL,            -- province district ward
    parent   TEXT REFERENCES places (code),
    now      TEXT,                     -- of an abolished unit: the smallest unit of today that holds all of it
    status   TEXT NOT NULL CHECK (status IN ('new', 'old')),  -- a unit of today, or of before July 2025
    official TEXT NOT NULL             -- its official code alone: 14812
) WITHOUT ROWID;
CREATE INDEX places_folded ON places (folded);
CREATE INDEX places_parent ON places (parent);
CREATE INDEX places_now ON places (now);


-- Records: what a reader asks for -----------------------------------------------------------------------------
-- evidence is a JSON list of mentions (e1 …) of the same article; start and "end" enclose them.

-- One row an office that an article says somebody holds. Without position where a name stands alone.
CREATE TABLE offices (
    id              INTEGER PRIMARY KEY,
    article_id      INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    person_id       INTEGER REFERENCES people (id) ON DELETE SET NULL,
    name            TEXT NOT NULL,     -- the fullest form of the name in the article
    position        TEXT,
    folded_position TEXT,
    organisation_id INTEGER REFERENCES organisations (id) ON DELETE SET NULL,
    organisation    TEXT,              -- as written
    place           TEXT,              -- as written
    place_code      TEXT REFERENCES places (code),  -- of the place, else of the body
    former          INTEGER NOT NULL DEFAULT 0,  -- 1 where the article says that it was held once
    date            TEXT,              -- of the article
    mention         TEXT,              -- the person's first mention with this office
    start           INTEGER,
    "end"           INTEGER,
    evidence        TEXT NOT NULL DEFAULT '[]',
    score           REAL
);
CREATE INDEX offices_article ON offices (article_id);
CREATE INDEX offices_person ON offices (person_id, folded_position, organisation_id, date);
CREATE INDEX offices_organisation ON offices (organisation_id, folded_position, date);
CREATE INDEX offices_position ON offices (folded_position, date);

-- Figures of indicators ("thu ngân sách") and counted things ("hộ nghèo").
CREATE TABLE figures (
    id              INTEGER PRIMARY KEY,
    article_id      INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    indicator       TEXT,              -- as written; NULL where things are counted
    counted         TEXT,              -- what is counted, where there is no indicator
    folded          TEXT,              -- of the indicator or the counted noun
    written         TEXT,              -- the figure as it stands in the text
    value           REAL,              -- the lower end of a range
    high            REAL,              -- the upper end of a range, else NULL
    unit            TEXT,
    bound           TEXT,
    period          TEXT,              -- the time it holds for, ISO 8601
    period_written  TEXT,
    body            TEXT,
    organisation_id INTEGER REFERENCES organisations (id) ON DELETE SET NULL,
    place           TEXT,
    place_code      TEXT REFERENCES places (code),
    kind            TEXT NOT NULL,     -- result, or target where it is to be reached by a deadline
    due             TEXT,              -- of a target
    date            TEXT,              -- of the article
    mention         TEXT,              -- the figure
    start           INTEGER,           -- the figure itself
    "end"           INTEGER,
    evidence        TEXT NOT NULL DEFAULT '[]',
    score           REAL
);
CREATE INDEX figures_article ON figures (article_id);
CREATE INDEX figures_folded ON figures (folded, unit, period);
CREATE INDEX figures_indicator ON figures (folded, article_id) WHERE indicator IS NOT NULL;
CREATE INDEX figures_organisation ON figures (organisation_id, folded) WHERE organisation_id IS NOT NULL;
CREATE INDEX figures_place ON figures (place_code, folded) WHERE place_code IS NOT NULL;
CREATE INDEX figures_score ON figures (score);

-- What is due when. Several rows where several things are due on one day.
CREATE TABLE deadlines (
    id              INTEGER PRIMARY KEY,
    article_id      INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    day             TEXT,              -- the last day to do it, 2018-11-15; NULL where it cannot be told
    value           TEXT,              -- as exact as written: 2018-11-15T17:00, 2018-Q4
    written         TEXT,              -- the words: "trước ngày 15/11/2018"
    bound           TEXT,              -- by (the day still counts), before (it is too late)
    kind            TEXT NOT NULL,     -- task, or target: a figure to be reached
    task            TEXT,              -- NULL where nothing was found to hang on the deadline
    responsible     TEXT,              -- as written, joined by "; "; one by one in assignments
    organisation_id INTEGER REFERENCES organisations (id) ON DELETE SET NULL,  -- the first body responsible
    issuer          TEXT,              -- who asks for it, as written, where known
    date            TEXT,              -- of the article
    mention         TEXT,              -- the deadline
    start           INTEGER,           -- the deadline itself
    "end"           INTEGER,
    sentence_start  INTEGER,
    sentence_end    INTEGER,
    evidence        TEXT NOT NULL DEFAULT '[]',
    score           REAL
);
CREATE INDEX deadlines_article ON deadlines (article_id);
CREATE INDEX deadlines_day ON deadlines (day);
CREATE INDEX deadlines_organisation ON deadlines (organisation_id, day) WHERE organisation_id IS NOT NULL;
CREATE INDEX deadlines_score ON deadlines (score);

-- Who has to do it: one row a body, office, person or place that is named.
CREATE TABLE assignments (
    deadline_id     INTEGER NOT NULL REFERENCES deadlines (id) ON DELETE CASCADE,
    article_id      INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    mention         TEXT NOT NULL,
    label           TEXT NOT NULL,     -- ORG OFFICIAL POSITION LOC
    name            TEXT NOT NULL,     -- as written
    organisation_id INTEGER REFERENCES organisations (id) ON DELETE SET NULL,
    person_id       INTEGER REFERENCES people (id) ON DELETE SET NULL,
    PRIMARY KEY (deadline_id, mention)
) WITHOUT ROWID;
CREATE INDEX assignments_article ON assignments (article_id);
CREATE INDEX assignments_organisation ON assignments (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX assignments_person ON assignments (person_id) WHERE person_id IS NOT NULL;

-- Who held which office, from when to when articles speak of it as held. No days where all say that it was once.
CREATE VIEW offices_held AS
SELECT
    offices.person_id,
    people.name AS person,
    offices.folded_position AS position,
    offices.organisation_id,
    coalesce(organisations.name, offices.organisation, offices.place) AS body,
    min(CASE WHEN NOT offices.former THEN offices.date END) AS first_seen,
    max(CASE WHEN NOT offices.former THEN offices.date END) AS last_seen,
    count(DISTINCT offices.article_id) AS articles,
    max(offices.score) AS score
FROM offices
JOIN people ON people.id = offices.person_id AND NOT people.hidden
LEFT JOIN organisations ON organisations.id = offices.organisation_id AND NOT organisations.hidden
WHERE offices.folded_position IS NOT NULL
GROUP BY
    offices.person_id, offices.folded_position, offices.organisation_id,
    CASE WHEN offices.organisation_id IS NULL THEN coalesce(offices.organisation, offices.place) END;

-- What is to be done, by whom, by when, and where that is written.
CREATE VIEW tasks AS
SELECT
    deadlines.id, deadlines.day, deadlines.task, deadlines.responsible, organisations.name AS body,
    deadlines.written, deadlines.score, deadlines.article_id,
    articles.key AS article, articles.title, articles.date, articles.url,
    substr(articles.text, deadlines.sentence_start + 1, deadlines.sentence_end - deadlines.sentence_start) AS sentence
FROM deadlines
JOIN articles ON articles.id = deadlines.article_id
LEFT JOIN organisations ON organisations.id = deadlines.organisation_id AND NOT organisations.hidden
WHERE deadlines.kind = 'task' AND deadlines.task IS NOT NULL;


-- The editors' work: never deleted by tagging anew ------------------------------------------------------------

-- A log, newest last. It points by what lasts (sha256 with offsets and label, or a person's or body's key), never
-- by a row's id, and is applied again to what a newer model finds. One that was taken back stays, as undone.
--
-- kind          action                             points by                    detail
-- mention       accept reject relabel add          sha256 start "end" label     value unit bound; of relabel: "to"
-- relation      accept reject add                  sha256, start "end" of the   label of the head; start, end and
--                                                  head, label of the relation  label of the tail
-- article       accept: all of it is right         sha256                       "standoff": all that it holds
-- person        merge split rename hide confirm    key                          the people meant, as places in texts
-- organisation  merge split rename hide confirm    key                          keys or articles
--
-- "was" in detail is what stood there before, which undoing puts back.
CREATE TABLE corrections (
    id      INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,             -- UTC
    editor  TEXT,
    action  TEXT NOT NULL,             -- accept reject relabel add | merge split rename hide confirm
    kind    TEXT NOT NULL,             -- mention relation article | person organisation
    key     TEXT,                      -- of the person or body
    sha256  TEXT,                      -- of the article's text
    start   INTEGER,
    "end"   INTEGER,
    label   TEXT,
    detail  TEXT NOT NULL DEFAULT '{}',  -- what the action needs beside, JSON
    undone  INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX corrections_article ON corrections (sha256);
CREATE INDEX corrections_key ON corrections (kind, key);


-- What joining across articles is told from (identity.py) ------------------------------------------------------
-- Made where they are missing, in archives of earlier days too.

-- One row a person an article names, or an office it names without a person. Number 0 holds its bodies:
-- written, key -> names; read, the keys that their words and places make before editors' corrections.
CREATE TABLE IF NOT EXISTS appearances (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,       -- within the article
    name       TEXT,                   -- without marks; NULL where it is none or a short one
    office     TEXT,                   -- where there is no full name: position@key of the body
    person_id  INTEGER REFERENCES people (id) ON DELETE SET NULL,
    link_score REAL,
    facts      TEXT NOT NULL,          -- JSON
    PRIMARY KEY (article_id, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS appearances_name ON appearances (name) WHERE name IS NOT NULL;
CREATE INDEX IF NOT EXISTS appearances_office ON appearances (office) WHERE office IS NOT NULL;
CREATE INDEX IF NOT EXISTS appearances_person ON appearances (person_id) WHERE person_id IS NOT NULL;

-- The offices that people with a full name are said to hold, without past ones.
CREATE TABLE IF NOT EXISTS held (
    office     TEXT NOT NULL,          -- position@key of the body
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    PRIMARY KEY (office, article_id, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS held_article ON held (article_id);

-- How articles name bodies in full: the commonest is what a body is called.
CREATE TABLE IF NOT EXISTS body_names (
    key      TEXT NOT NULL,            -- of the body
    name     TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (key, name)
) WITHOUT ROWID;


-- The archive's own book-keeping ------------------------------------------------------------------------------

-- What could not be read or tagged. A row goes when its article is added after all.
CREATE TABLE quarantine (
    id     INTEGER PRIMARY KEY,
    source TEXT NOT NULL,              -- file, file:line, address or article
    what   TEXT NOT NULL,
    why    TEXT,
    at     TEXT NOT NULL,              -- the last time, UTC
    tries  INTEGER NOT NULL DEFAULT 1,
    UNIQUE (source, what)
);

-- One row a transaction that added or tagged anew.
CREATE TABLE batches (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL,       -- add retag
    at            TEXT NOT NULL,       -- UTC
    articles      INTEGER NOT NULL,
    model         TEXT,
    model_version TEXT
);

-- schema_version; folding: which rules the full-text index was folded by.
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- Near-duplicates: an article's MinHash signature (little-endian 32-bit numbers), and its bands for looking up.
CREATE TABLE signatures (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    hashes     BLOB NOT NULL
);
CREATE TABLE bands (
    band       INTEGER NOT NULL,       -- a hash of the band's number and values
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (band, article_id)
) WITHOUT ROWID;
