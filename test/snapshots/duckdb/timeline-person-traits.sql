-- what was known about the persons who are or were members
SELECT member.account, trait.from_ts::DOUBLE, trait.known_at::DOUBLE, trait.key, trait.value, trait.person
FROM trait
JOIN (SELECT DISTINCT account, person FROM membership WHERE account BETWEEN $1 AND $2) member USING (person)
WHERE trait.person <> 0 AND key IN ($3)
ORDER BY member.account, trait.seq
-- $1 = 1
-- $2 = 4000
-- $3 = "title"
