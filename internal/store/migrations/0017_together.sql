-- +goose Up
ALTER TABLE partnership ADD COLUMN phase TEXT NOT NULL DEFAULT '';
ALTER TABLE partnership ADD COLUMN stage TEXT NOT NULL DEFAULT '';
ALTER TABLE partnership ADD COLUMN deciding TEXT NOT NULL DEFAULT '';
ALTER TABLE partnership ADD COLUMN certain TEXT NOT NULL DEFAULT '';
ALTER TABLE partnership ADD COLUMN uncertain TEXT NOT NULL DEFAULT '';
UPDATE partnership SET partnership = id;
CREATE INDEX partnership_by_phase ON partnership (deleted_at, phase, id);

CREATE TABLE member (
    {{record}},
    person      BIGINT NOT NULL,
    roles       TEXT NOT NULL,
    hours       {{double}} NOT NULL,
    brings      TEXT NOT NULL,
    deputy      BIGINT NOT NULL,
    guest       BIGINT NOT NULL,
    starts      TEXT NOT NULL,
    until       TEXT NOT NULL
);
CREATE INDEX member_by_title ON member (deleted_at, title_sort, id);
CREATE INDEX member_by_person ON member (person, partnership, deleted_at);
CREATE INDEX member_by_partnership ON member (partnership, deleted_at, id);

CREATE TABLE standing_meeting (
    {{record}},
    name     TEXT NOT NULL,
    subjects TEXT NOT NULL,
    rhythm   TEXT NOT NULL,
    moment   TEXT NOT NULL,
    room     TEXT NOT NULL,
    chair    BIGINT NOT NULL,
    welcome  TEXT NOT NULL,
    domains  TEXT NOT NULL
);
CREATE INDEX standing_meeting_by_title ON standing_meeting (deleted_at, title_sort, id);

CREATE TABLE advice_request (
    {{record}},
    question TEXT NOT NULL,
    plan     TEXT NOT NULL,
    asked    BIGINT NOT NULL,
    adviser  BIGINT NOT NULL,
    deadline TEXT NOT NULL,
    advice   TEXT NOT NULL,
    advised  TEXT NOT NULL,
    used     TEXT NOT NULL,
    effect   TEXT NOT NULL
);
CREATE INDEX advice_request_by_title ON advice_request (deleted_at, title_sort, id);

CREATE TABLE policy_document (
    {{record}},
    title     TEXT NOT NULL,
    sort      TEXT NOT NULL,
    domain    TEXT NOT NULL,
    starts    TEXT NOT NULL,
    until     TEXT NOT NULL,
    website   TEXT NOT NULL,
    contact   BIGINT NOT NULL,
    ambitions TEXT NOT NULL,
    norms     TEXT NOT NULL
);
CREATE INDEX policy_document_by_title ON policy_document (deleted_at, title_sort, id);

CREATE TABLE policy_finding (
    {{record}},
    what     TEXT NOT NULL,
    sort     TEXT NOT NULL,
    document BIGINT NOT NULL,
    other    BIGINT NOT NULL,
    passage  TEXT NOT NULL,
    reader   BIGINT NOT NULL,
    next     TEXT NOT NULL
);
CREATE INDEX policy_finding_by_title ON policy_finding (deleted_at, title_sort, id);
CREATE INDEX policy_finding_by_document ON policy_finding (document, deleted_at);

CREATE TABLE success (
    {{record}},
    what   TEXT NOT NULL,
    story  TEXT NOT NULL,
    day    TEXT NOT NULL,
    thanks TEXT NOT NULL
);
CREATE INDEX success_by_title ON success (deleted_at, title_sort, id);
