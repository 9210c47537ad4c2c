-- +goose Up
-- The token "record" stands for the columns that every kind of record has; see dialect.go.

CREATE TABLE organisation (
    {{record}},
    name       TEXT NOT NULL,
    short_name TEXT NOT NULL,
    sort       TEXT NOT NULL,
    domains    TEXT NOT NULL,
    parent     BIGINT NOT NULL,
    website    TEXT NOT NULL,
    email      TEXT NOT NULL,
    phone      TEXT NOT NULL,
    address    TEXT NOT NULL,
    note       TEXT NOT NULL
);
CREATE INDEX organisation_by_title ON organisation (deleted_at, title_sort, id);
CREATE INDEX organisation_by_sort ON organisation (deleted_at, sort, id);

CREATE TABLE person (
    {{record}},
    name         TEXT NOT NULL,
    organisation BIGINT NOT NULL,
    job          TEXT NOT NULL,
    domain       TEXT NOT NULL,
    level        TEXT NOT NULL,
    roles        TEXT NOT NULL,
    email        TEXT NOT NULL,
    phone        TEXT NOT NULL,
    note         TEXT NOT NULL
);
CREATE INDEX person_by_title ON person (deleted_at, title_sort, id);
CREATE INDEX person_by_organisation ON person (organisation, deleted_at, title_sort, id);
CREATE INDEX person_by_domain ON person (deleted_at, domain, id);
CREATE INDEX person_by_level ON person (deleted_at, level, id);

CREATE TABLE partnership (
    {{record}},
    name  TEXT NOT NULL,
    aim   TEXT NOT NULL,
    since TEXT NOT NULL
);
CREATE INDEX partnership_by_title ON partnership (deleted_at, title_sort, id);

CREATE TABLE account (
    {{record}},
    email    TEXT NOT NULL,
    name     TEXT NOT NULL,
    person   BIGINT NOT NULL,
    state    TEXT NOT NULL,
    language TEXT NOT NULL
);
CREATE INDEX account_by_title ON account (deleted_at, title_sort, id);
CREATE UNIQUE INDEX account_email ON account (email) WHERE deleted_at = 0;

-- The place and the partnership of a grant are where it holds; both 0 is everywhere.
CREATE TABLE access_grant (
    {{record}},
    account BIGINT NOT NULL,
    role    TEXT NOT NULL,
    until   TEXT NOT NULL
);
CREATE INDEX access_grant_by_title ON access_grant (deleted_at, title_sort, id);
CREATE INDEX access_grant_by_account ON access_grant (account, deleted_at);

CREATE TABLE own_area (
    {{record}},
    name   TEXT NOT NULL,
    code   TEXT NOT NULL,
    note   TEXT NOT NULL,
    border TEXT NOT NULL
);
CREATE INDEX own_area_by_title ON own_area (deleted_at, title_sort, id);
CREATE UNIQUE INDEX own_area_code ON own_area (code) WHERE deleted_at = 0 AND code <> '';

-- The history of records. The values of personal fields are emptied when the
-- person is erased. The facts are those of the record after the change.
CREATE TABLE change (
    id          BIGINT PRIMARY KEY,
    batch       BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    record      BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    deed        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    by_account  BIGINT NOT NULL,
    undoes      BIGINT NOT NULL,
    owner       BIGINT NOT NULL,
    place       BIGINT NOT NULL,
    partnership BIGINT NOT NULL,
    audience    BIGINT NOT NULL,
    UNIQUE (record, version)
);
CREATE INDEX change_by_batch ON change (batch);

CREATE TABLE change_field (
    change_id BIGINT NOT NULL REFERENCES change (id),
    field     TEXT   NOT NULL,
    was       TEXT   NOT NULL,
    became    TEXT   NOT NULL,
    personal  BIGINT NOT NULL,
    erased    BIGINT NOT NULL,
    PRIMARY KEY (change_id, field)
) {{without_rowid}};

-- Which fields of records that were not deleted point to which records.
CREATE TABLE pointer (
    from_kind TEXT   NOT NULL,
    from_id   BIGINT NOT NULL,
    field     TEXT   NOT NULL,
    to_id     BIGINT NOT NULL,
    PRIMARY KEY (from_id, field)
) {{without_rowid}};
CREATE INDEX pointer_by_target ON pointer (to_id);
