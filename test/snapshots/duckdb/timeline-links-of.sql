-- joins of some actors
SELECT actor, person, known_at, seq
FROM link
WHERE actor IN (SELECT unnest(string_split($1, ',')::INTEGER[]))
-- $1 = "3,5"
