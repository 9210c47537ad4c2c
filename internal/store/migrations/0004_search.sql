-- +goose Up
-- What can be found, and by which terms. See docs/decisions/0015-own-search.md.

-- One row for each record: who may see it, how it is shown, and all its terms
-- packed in one text (search.Pack).
CREATE TABLE search_entry (
    id          BIGINT PRIMARY KEY,
    kind        TEXT   NOT NULL,
    class       TEXT   NOT NULL,
    owner       BIGINT NOT NULL,
    place       BIGINT NOT NULL,
    partnership BIGINT NOT NULL,
    audience    BIGINT NOT NULL,
    created_by  BIGINT NOT NULL,
    title       TEXT   NOT NULL,
    sort        {{ordered}} NOT NULL,
    words       {{ordered}} NOT NULL
);
CREATE INDEX search_entry_by_kind ON search_entry (kind, id);

-- A term's records in the order in which they answer a question: by audience,
-- then by grade (1 is the greatest weight), then by title.
CREATE TABLE search_posting (
    term     {{ordered}} NOT NULL,
    audience BIGINT NOT NULL,
    grade    BIGINT NOT NULL,
    sort     {{ordered}} NOT NULL,
    entry    BIGINT NOT NULL,
    PRIMARY KEY (term, audience, grade, sort, entry)
) {{without_rowid}};

-- The words that stand in a posting, and their neighbourhoods: by these keys
-- the word is found that a typing error was meant to be.
CREATE TABLE search_word (
    word {{ordered}} PRIMARY KEY
) {{without_rowid}};

CREATE TABLE search_near (
    near BIGINT NOT NULL,
    word {{ordered}} NOT NULL,
    PRIMARY KEY (near, word)
) {{without_rowid}};
