-- what was known about the persons who are or were members
SELECT member.account, trait.person, trait.key, trait.value, trait.from_ts, trait.known_at
FROM trait
JOIN (SELECT DISTINCT account, person FROM membership WHERE account BETWEEN $1 AND $2) member USING (person)
WHERE trait.person <> 0
ORDER BY member.account, trait.seq
-- $1 = 1
-- $2 = 4000
