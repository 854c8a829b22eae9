-- Identity's own book-keeping: what joining across articles is told from. See identity.py.

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
