-- +goose Up
-- With which account an answer was given: who is made somebody else's person
-- later reads nothing of what that person wrote.
ALTER TABLE reflection_answer ADD COLUMN account BIGINT NOT NULL DEFAULT 0;

-- Answers lie in the order of a number by chance, not in that in which they
-- came: beside who answered in which order, that would tell whose they are.
CREATE TABLE checklist_answer_apart (
    id     BIGINT PRIMARY KEY,
    round  BIGINT NOT NULL,
    scores TEXT NOT NULL
) {{without_rowid}};
INSERT INTO checklist_answer_apart SELECT id, round, scores FROM checklist_answer ORDER BY id;
DROP TABLE checklist_answer;
ALTER TABLE checklist_answer_apart RENAME TO checklist_answer;
CREATE INDEX checklist_answer_by_round ON checklist_answer (round, id);
