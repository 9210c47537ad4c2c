-- +goose Up
-- That one record led to another. A row is laid with the record that came of
-- it, in the same transaction, and never changed; after a merge it is laid
-- anew for the record that stays.
CREATE TABLE link (
    from_id    BIGINT NOT NULL,
    to_id      BIGINT NOT NULL,
    from_kind  TEXT   NOT NULL,
    to_kind    TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    by_account BIGINT NOT NULL,
    PRIMARY KEY (from_id, to_id)
) {{without_rowid}};
CREATE INDEX link_back ON link (to_id, from_id);

-- A plain sentence about a record, for who may not see the record itself.
CREATE TABLE disclosure (
    {{record}},
    about    TEXT NOT NULL,
    sentence TEXT NOT NULL,
    status   TEXT NOT NULL
);
CREATE INDEX disclosure_by_title ON disclosure (deleted_at, title_sort, id);
CREATE UNIQUE INDEX disclosure_about ON disclosure (about) WHERE deleted_at = 0;
