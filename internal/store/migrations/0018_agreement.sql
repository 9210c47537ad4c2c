-- +goose Up
CREATE TABLE agreement (
    {{record}},
    what        TEXT NOT NULL,
    details     TEXT NOT NULL,
    for_whom    TEXT NOT NULL,
    until       TEXT NOT NULL,
    measure     TEXT NOT NULL,
    excludes    TEXT NOT NULL,
    review      TEXT NOT NULL,
    steward     BIGINT NOT NULL,
    correction  BIGINT NOT NULL,
    edition     BIGINT NOT NULL,
    corrections BIGINT NOT NULL,
    state       TEXT NOT NULL,
    since       TEXT NOT NULL,
    ended       TEXT NOT NULL,
    ended_why   TEXT NOT NULL
);
CREATE INDEX agreement_by_title ON agreement (deleted_at, title_sort, id);
CREATE INDEX agreement_by_partnership ON agreement (partnership, deleted_at, id);
CREATE INDEX agreement_by_steward ON agreement (steward, deleted_at, review);

CREATE TABLE agreement_party (
    {{record}},
    agreement    BIGINT NOT NULL,
    organisation BIGINT NOT NULL,
    person       BIGINT NOT NULL,
    name         TEXT NOT NULL,
    email        TEXT NOT NULL,
    asked_on     TEXT NOT NULL,
    answer       TEXT NOT NULL,
    edition      BIGINT NOT NULL,
    text         BIGINT NOT NULL,
    answered     TEXT NOT NULL,
    reason       TEXT NOT NULL
);
CREATE INDEX agreement_party_by_title ON agreement_party (deleted_at, title_sort, id);
CREATE INDEX agreement_party_by_agreement ON agreement_party (agreement, deleted_at);
CREATE INDEX agreement_party_by_person ON agreement_party (person, deleted_at);

-- A link is used up when its party has answered the edition, so that an answer
-- and the end of its link are one write.
CREATE TABLE answer_link (
    token      TEXT PRIMARY KEY, -- hashed
    party      BIGINT NOT NULL,
    edition    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX answer_link_by_end ON answer_link (expires_at);

CREATE TABLE decision (
    {{record}},
    what    TEXT NOT NULL,
    reasons TEXT NOT NULL,
    against TEXT NOT NULL,
    day     TEXT NOT NULL,
    meeting BIGINT NOT NULL,
    present TEXT NOT NULL,
    told    TEXT NOT NULL
);
CREATE INDEX decision_by_title ON decision (deleted_at, title_sort, id);
CREATE INDEX decision_by_partnership ON decision (partnership, deleted_at, day);

CREATE TABLE action (
    {{record}},
    what   TEXT NOT NULL,
    doer   BIGINT NOT NULL,
    due    TEXT NOT NULL,
    done   TEXT NOT NULL,
    result TEXT NOT NULL
);
CREATE INDEX action_by_title ON action (deleted_at, title_sort, id);
CREATE INDEX action_by_doer ON action (doer, done, deleted_at, due);
CREATE INDEX action_by_partnership ON action (partnership, deleted_at, due);

CREATE TABLE promise (
    {{record}},
    what     TEXT NOT NULL,
    to_whom  TEXT NOT NULL,
    promiser BIGINT NOT NULL,
    mandate  TEXT NOT NULL,
    card     BIGINT NOT NULL,
    made     TEXT NOT NULL,
    due      TEXT NOT NULL,
    kept     TEXT NOT NULL,
    kept_on  TEXT NOT NULL,
    outcome  TEXT NOT NULL
);
CREATE INDEX promise_by_title ON promise (deleted_at, title_sort, id);
CREATE INDEX promise_by_promiser ON promise (promiser, kept, deleted_at, due);
CREATE INDEX promise_by_partnership ON promise (partnership, deleted_at, due);

CREATE TABLE role_card (
    {{record}},
    role        TEXT NOT NULL,
    person      BIGINT NOT NULL,
    tasks       TEXT NOT NULL,
    mandate     TEXT NOT NULL,
    amount      {{double}} NOT NULL,
    rules       TEXT NOT NULL,
    backing     TEXT NOT NULL,
    expects     TEXT NOT NULL,
    expected_of TEXT NOT NULL,
    not_mine    TEXT NOT NULL,
    agreed      TEXT NOT NULL,
    replacement BIGINT NOT NULL
);
CREATE INDEX role_card_by_title ON role_card (deleted_at, title_sort, id);
CREATE INDEX role_card_by_partnership ON role_card (partnership, deleted_at);
