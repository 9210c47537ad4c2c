-- +goose Up
CREATE TABLE newsletter (
    {{record}},
    title TEXT NOT NULL,
    text  TEXT NOT NULL,
    asked TEXT NOT NULL,
    sent  BIGINT NOT NULL
);
CREATE INDEX newsletter_by_title ON newsletter (deleted_at, title_sort, id);
CREATE INDEX newsletter_by_partnership ON newsletter (partnership, deleted_at, asked);

CREATE TABLE newsletter_reader (
    newsletter BIGINT NOT NULL,
    person     BIGINT NOT NULL,
    PRIMARY KEY (newsletter, person)
);
