-- Eighteen indicators for every account on every day of a year, in DuckDB. Reads
--   fact_row (account, day, person, kind, n, highest)   facts as stored, people resolved, `kind` the event of the configuration, by account and day
--   account_row (account)                               every account
--   span (first, last)                                  the days asked for
WITH
-- What each account did on each day. What lies before the longest window is kept on one day in front of it, for the totals over all history.
daily AS (
  SELECT
    account,
    greatest(day, span.first - 28) AS day,
    sum(n) FILTER (kind IN ('taskCreated', 'taskCompleted', 'projectCreated')) AS work,
    sum(n) FILTER (kind = 'boardViewed') AS boards,
    sum(n) FILTER (kind = 'commentAdded') AS comments,
    sum(n) FILTER (kind IN ('reportViewed', 'reportShared')) AS reports,
    sum(n) FILTER (kind = 'signedIn') AS sign_ins,
    sum(n) FILTER (kind = 'ticketOpened') AS tickets,
    sum(n) FILTER (kind = 'projectCreated') AS projects,
    sum(n) FILTER (kind IN ('taskCreated', 'taskCompleted')) AS tasks,
    sum(n) FILTER (kind = 'integrationConnected') AS integrations,
    sum(n) FILTER (kind = 'automationCreated') AS automations,
    sum(n) FILTER (kind = 'advancedFilterUsed') AS filters,
    max(highest) FILTER (kind = 'storage') AS storage,
    min(day) FILTER (kind IN ('taskCreated', 'taskCompleted', 'projectCreated')) AS first_work,
    max(day) FILTER (kind IN (
        'projectCreated', 'taskCreated', 'taskCompleted', 'boardViewed', 'reportViewed', 'reportShared', 'commentAdded',
        'integrationConnected', 'automationCreated', 'advancedFilterUsed', 'exportClicked'
      )) AS last_active
  FROM fact_row, span
  WHERE day <= span.last
  GROUP BY ALL
),

-- A person counts from a day of work until 28 days later, or until the next day of work, which counts anew.
worked AS (
  SELECT DISTINCT account, person, day
  FROM fact_row, span
  WHERE kind IN ('taskCreated', 'taskCompleted', 'projectCreated') AND day BETWEEN span.first - 27 AND span.last
),
counted AS (
  SELECT account, day, least(day + 28, coalesce(lead(day) OVER (PARTITION BY account, person ORDER BY day), day + 28)) AS until
  FROM worked
),
change_of_users AS (
  SELECT account, day, sum(change) AS change
  FROM (
    SELECT account, day, 1 AS change FROM counted
    UNION ALL
    SELECT account, until, -1 FROM counted
  )
  GROUP BY ALL
),

-- Every account on every day, also the silent ones.
panel AS (
  SELECT account, day, COLUMNS(daily.* EXCLUDE (account, day)), change
  FROM account_row
  CROSS JOIN (SELECT unnest(range(first - 28, last + 1))::INTEGER AS day FROM span)
  LEFT JOIN daily USING (account, day)
  LEFT JOIN change_of_users USING (account, day)
),
windowed AS (
  SELECT
    account,
    day,
    coalesce(sum(work) OVER days7, 0) AS work7,
    coalesce(sum(work) OVER days14, 0) AS work14,
    coalesce(sum(work) OVER days14_before, 0) AS work14_before,
    coalesce(sum(work) OVER days28, 0) AS work28,
    coalesce(sum(boards) OVER days28, 0) AS boards28,
    coalesce(sum(comments) OVER days14, 0) AS comments14,
    coalesce(sum(reports) OVER days28, 0) AS reports28,
    coalesce(sum(sign_ins) OVER days7, 0) AS sign_ins7,
    coalesce(sum(tickets) OVER days28, 0) AS tickets28,
    coalesce(sum(projects) OVER ever, 0) AS projects_ever,
    max(storage) OVER days28 AS storage_peak,
    count(CASE WHEN last_active = day THEN 1 END) OVER days28 AS active_days28,
    count(CASE WHEN boards > 0 THEN 1 END) OVER days14 AS board_days14,
    (coalesce(sum(projects) OVER days28, 0) > 0)::INTEGER + (coalesce(sum(tasks) OVER days28, 0) > 0)::INTEGER
      + (coalesce(sum(boards) OVER days28, 0) > 0)::INTEGER + (coalesce(sum(reports) OVER days28, 0) > 0)::INTEGER
      + (coalesce(sum(comments) OVER days28, 0) > 0)::INTEGER + (coalesce(sum(integrations) OVER days28, 0) > 0)::INTEGER
      + (coalesce(sum(automations) OVER days28, 0) > 0)::INTEGER + (coalesce(sum(filters) OVER days28, 0) > 0)::INTEGER
      AS features28,
    day - min(first_work) OVER ever AS since_first_work,
    day - max(last_active) OVER ever AS since_active,
    coalesce(sum(change) OVER ever, 0) AS users28
  FROM panel
  WINDOW
    days7 AS (PARTITION BY account ORDER BY day ROWS 6 PRECEDING),
    days14 AS (PARTITION BY account ORDER BY day ROWS 13 PRECEDING),
    days14_before AS (PARTITION BY account ORDER BY day ROWS BETWEEN 27 PRECEDING AND 14 PRECEDING),
    days28 AS (PARTITION BY account ORDER BY day ROWS 27 PRECEDING),
    ever AS (PARTITION BY account ORDER BY day ROWS UNBOUNDED PRECEDING)
)

-- Drawn to the last cell, given as totals: how large the answer is must not decide the race.
SELECT
  count(*)::DOUBLE AS cells,
  sum(work7)::DOUBLE AS work7,
  sum(work14)::DOUBLE AS work14,
  sum(work28)::DOUBLE AS work28,
  sum(boards28)::DOUBLE AS boards28,
  sum(comments14)::DOUBLE AS comments14,
  sum(reports28)::DOUBLE AS reports28,
  sum(sign_ins7)::DOUBLE AS signIns7,
  sum(tickets28)::DOUBLE AS tickets28,
  sum(projects_ever)::DOUBLE AS projectsEver,
  sum(storage_peak)::DOUBLE AS storagePeak,
  sum(active_days28)::DOUBLE AS activeDays28,
  sum(board_days14)::DOUBLE AS boardDays14,
  sum(features28)::DOUBLE AS features28,
  sum(since_first_work)::DOUBLE AS sinceFirstWork,
  sum(since_active)::DOUBLE AS sinceActive,
  sum(users28)::DOUBLE AS users28,
  sum((work14 - work14_before) / nullif(work14_before, 0)::DOUBLE)::DOUBLE AS workTrend,
  sum(work28 / nullif(users28, 0)::DOUBLE)::DOUBLE AS workPerUser
FROM windowed, span
WHERE day >= span.first
