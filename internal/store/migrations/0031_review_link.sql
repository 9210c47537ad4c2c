-- +goose Up
-- A link also asks a party what it thinks before a review day; '' is a link that
-- asks for a yes to an edition.
ALTER TABLE answer_link ADD COLUMN review TEXT NOT NULL DEFAULT '';
-- The review day about which a party was asked last, by mail.
ALTER TABLE agreement_party ADD COLUMN review_asked TEXT NOT NULL DEFAULT '';
