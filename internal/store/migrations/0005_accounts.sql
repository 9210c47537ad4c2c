-- +goose Up
-- All around accounts that is no record: who is signed in and how, and what
-- was done. Tokens are kept as hashes only.

CREATE TABLE account_session (
    token      TEXT   PRIMARY KEY,
    id         BIGINT NOT NULL UNIQUE,
    account    BIGINT NOT NULL,
    data       {{blob}} NOT NULL,
    method     TEXT   NOT NULL,
    browser    TEXT   NOT NULL,
    network    TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_session_by_account ON account_session (account);
CREATE INDEX account_session_by_end ON account_session (expires_at);

-- A link that may be used once, to sign in or to accept an invitation.
CREATE TABLE account_link (
    token      TEXT   PRIMARY KEY,
    purpose    TEXT   NOT NULL,
    account    BIGINT NOT NULL,
    back       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL
);
CREATE INDEX account_link_by_account ON account_link (account);
CREATE INDEX account_link_by_end ON account_link (expires_at);

-- Who somebody is at a provider of OpenID Connect.
CREATE TABLE account_identity (
    provider   TEXT   NOT NULL,
    subject    {{ordered}} NOT NULL,
    account    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE INDEX account_identity_by_account ON account_identity (account);

CREATE TABLE account_passkey (
    id         BIGINT PRIMARY KEY,
    account    BIGINT NOT NULL,
    credential {{ordered}} NOT NULL UNIQUE,
    data       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL
);
CREATE INDEX account_passkey_by_account ON account_passkey (account);

CREATE TABLE account_invitation (
    id           BIGINT PRIMARY KEY,
    account      BIGINT NOT NULL,
    access_grant BIGINT NOT NULL,
    invited_by   BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    accepted_at  BIGINT NOT NULL,
    withdrawn_at BIGINT NOT NULL
);
CREATE INDEX account_invitation_by_account ON account_invitation (account);

-- What gives and takes a grant when no person does: a provider at sign-in.
ALTER TABLE access_grant ADD COLUMN source TEXT NOT NULL DEFAULT '';

-- One row. Every transaction that changes accounts or grants writes it, so
-- that two of them cannot take away the last two administrators at once.
CREATE TABLE administrator_kept (
    id    BIGINT PRIMARY KEY,
    known BIGINT NOT NULL,
    turn  BIGINT NOT NULL
);
INSERT INTO administrator_kept (id, known, turn) VALUES (1, 0, 0);

-- What was done by whom; can be added to and read, nothing else.
CREATE TABLE audit_entry (
    seq     {{serial}} PRIMARY KEY,
    at      BIGINT NOT NULL,
    event   TEXT   NOT NULL,
    result  TEXT   NOT NULL,
    origin  TEXT   NOT NULL,
    network TEXT   NOT NULL,
    actor   BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    subject BIGINT NOT NULL,
    request TEXT   NOT NULL,
    detail  TEXT   NOT NULL
);
CREATE INDEX audit_entry_by_actor ON audit_entry (actor, seq);
CREATE INDEX audit_entry_by_event ON audit_entry (event, seq);
CREATE INDEX audit_entry_by_subject ON audit_entry (subject, seq);

{{append_only audit_entry}}

-- What lies within a place is asked at each sign-in.
CREATE INDEX edition_within ON edition (parent, year);
