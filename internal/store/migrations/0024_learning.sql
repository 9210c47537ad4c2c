-- +goose Up
ALTER TABLE partnership ADD COLUMN rhythm TEXT NOT NULL DEFAULT '';

CREATE TABLE stance (
    {{record}},
    person BIGINT NOT NULL,
    needs  TEXT NOT NULL,
    offers TEXT NOT NULL,
    fears  TEXT NOT NULL,
    hopes  TEXT NOT NULL,
    day    TEXT NOT NULL
);
CREATE INDEX stance_by_title ON stance (deleted_at, title_sort, id);
CREATE INDEX stance_by_partnership ON stance (partnership, deleted_at);

CREATE TABLE support (
    {{record}},
    organisation BIGINT NOT NULL,
    level        TEXT NOT NULL,
    attitude     TEXT NOT NULL,
    day          TEXT NOT NULL,
    note         TEXT NOT NULL
);
CREATE INDEX support_by_title ON support (deleted_at, title_sort, id);
CREATE INDEX support_by_partnership ON support (partnership, deleted_at);

CREATE TABLE reflection (
    {{record}},
    occasion TEXT NOT NULL,
    meeting  BIGINT NOT NULL,
    begins   TEXT NOT NULL,
    opened   TEXT NOT NULL
);
CREATE INDEX reflection_by_title ON reflection (deleted_at, title_sort, id);
CREATE INDEX reflection_by_partnership ON reflection (partnership, deleted_at, begins);

CREATE TABLE reflection_answer (
    reflection BIGINT NOT NULL,
    person     BIGINT NOT NULL,
    went       TEXT NOT NULL,
    otherwise  TEXT NOT NULL,
    learned    TEXT NOT NULL,
    agrees     BIGINT NOT NULL, -- to opening the answers
    PRIMARY KEY (reflection, person)
);
CREATE INDEX reflection_answer_by_person ON reflection_answer (person);

CREATE TABLE checklist_round (
    {{record}},
    name   TEXT NOT NULL,
    opens  TEXT NOT NULL,
    closes TEXT NOT NULL
);
CREATE INDEX checklist_round_by_title ON checklist_round (deleted_at, title_sort, id);
CREATE INDEX checklist_round_by_partnership ON checklist_round (partnership, deleted_at, opens);

-- An answer has a number by chance, no person and no time; who answered stands
-- apart, and nothing ties the two.
CREATE TABLE checklist_answer (
    id     BIGINT PRIMARY KEY,
    round  BIGINT NOT NULL,
    scores TEXT NOT NULL
);
CREATE INDEX checklist_answer_by_round ON checklist_answer (round, id);
CREATE TABLE checklist_done (
    round  BIGINT NOT NULL,
    person BIGINT NOT NULL,
    PRIMARY KEY (round, person)
);
CREATE INDEX checklist_done_by_person ON checklist_done (person);

CREATE TABLE moment (
    {{record}},
    what TEXT NOT NULL,
    sort TEXT NOT NULL,
    day  TEXT NOT NULL,
    why  TEXT NOT NULL
);
CREATE INDEX moment_by_title ON moment (deleted_at, title_sort, id);
CREATE INDEX moment_by_partnership ON moment (partnership, deleted_at, day);

CREATE TABLE lesson (
    {{record}},
    what  TEXT NOT NULL,
    story TEXT NOT NULL,
    about TEXT NOT NULL,
    form  TEXT NOT NULL,
    areas TEXT NOT NULL,
    day   TEXT NOT NULL
);
CREATE INDEX lesson_by_title ON lesson (deleted_at, title_sort, id);
CREATE INDEX lesson_by_partnership ON lesson (partnership, deleted_at, day);
CREATE INDEX lesson_by_place ON lesson (place, deleted_at, title_sort);

CREATE TABLE coordination (
    {{record}},
    subject   TEXT NOT NULL,
    level     TEXT NOT NULL,
    obstacles TEXT NOT NULL,
    next      TEXT NOT NULL,
    day       TEXT NOT NULL
);
CREATE INDEX coordination_by_title ON coordination (deleted_at, title_sort, id);
CREATE INDEX coordination_by_partnership ON coordination (partnership, deleted_at, day);
