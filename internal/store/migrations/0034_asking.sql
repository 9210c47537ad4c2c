-- +goose Up
-- The account that asked a party to answer.
ALTER TABLE answer_link ADD COLUMN asked_by BIGINT NOT NULL DEFAULT 0;
-- Who asks for an advice, and does something with it.
ALTER TABLE advice_request ADD COLUMN asker BIGINT NOT NULL DEFAULT 0;
-- Which edition the last letter to a party asked about.
ALTER TABLE agreement_party ADD COLUMN asked_edition BIGINT NOT NULL DEFAULT 0;
