-- Eighteen indicators for every account on every day of a year, in ClickHouse (26.x through chdb). Reads
--   fact_row (account, day, person, kind, n, highest)   facts as stored, people resolved, `kind` the event of the configuration, by account and day
--   account_row (account)                               every account
--   span (first, last)                                  the days asked for
WITH
-- What each account did on each day. What lies before the longest window is kept on one day in front of it, for the totals over all history.
daily AS (
  SELECT
    account,
    greatest(happened, span.first - 28) AS day,
    sumIf(n, kind IN ('taskCreated', 'taskCompleted', 'projectCreated')) AS work,
    sumIf(n, kind = 'boardViewed') AS boards,
    sumIf(n, kind = 'commentAdded') AS comments,
    sumIf(n, kind IN ('reportViewed', 'reportShared')) AS reports,
    sumIf(n, kind = 'signedIn') AS sign_ins,
    sumIf(n, kind = 'ticketOpened') AS tickets,
    sumIf(n, kind = 'projectCreated') AS projects,
    sumIf(n, kind IN ('taskCreated', 'taskCompleted')) AS tasks,
    sumIf(n, kind = 'integrationConnected') AS integrations,
    sumIf(n, kind = 'automationCreated') AS automations,
    sumIf(n, kind = 'advancedFilterUsed') AS filters,
    maxOrNullIf(highest, kind = 'storage') AS storage,
    minOrNullIf(happened, kind IN ('taskCreated', 'taskCompleted', 'projectCreated')) AS first_work,
    maxOrNullIf(happened, kind IN (
        'projectCreated', 'taskCreated', 'taskCompleted', 'boardViewed', 'reportViewed', 'reportShared', 'commentAdded',
        'integrationConnected', 'automationCreated', 'advancedFilterUsed', 'exportClicked'
      )) AS last_active
  FROM (SELECT * EXCEPT day, day AS happened FROM fact_row) AS facts, span
  WHERE happened <= span.last
  GROUP BY account, day
),

-- A person counts from a day of work until 28 days later, or until the next day of work, which counts anew.
worked AS (
  SELECT DISTINCT account, person, day
  FROM fact_row, span
  WHERE kind IN ('taskCreated', 'taskCompleted', 'projectCreated') AND day BETWEEN span.first - 27 AND span.last
),
counted AS (
  SELECT
    account,
    day,
    least(
      day + 28,
      leadInFrame(day, 1, toInt32(day + 28)) OVER (
        PARTITION BY account, person ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      )
    ) AS until
  FROM worked
),
change_of_users AS (
  SELECT account, day, sum(change) AS change_of_day
  FROM (
    SELECT account, day, 1 AS change FROM counted
    UNION ALL
    SELECT account, until AS day, -1 AS change FROM counted
  )
  GROUP BY account, day
),

-- Every account on every day, also the silent ones.
panel AS (
  SELECT *
  FROM account_row
  CROSS JOIN (SELECT arrayJoin(range(toUInt32(first - 28), toUInt32(last + 1)))::Int32 AS day FROM span) AS every_day
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
    countIf(last_active = day) OVER days28 AS active_days28,
    countIf(boards > 0) OVER days14 AS board_days14,
    (coalesce(sum(projects) OVER days28, 0) > 0)::Int32 + (coalesce(sum(tasks) OVER days28, 0) > 0)::Int32
      + (coalesce(sum(boards) OVER days28, 0) > 0)::Int32 + (coalesce(sum(reports) OVER days28, 0) > 0)::Int32
      + (coalesce(sum(comments) OVER days28, 0) > 0)::Int32 + (coalesce(sum(integrations) OVER days28, 0) > 0)::Int32
      + (coalesce(sum(automations) OVER days28, 0) > 0)::Int32 + (coalesce(sum(filters) OVER days28, 0) > 0)::Int32
      AS features28,
    day - min(first_work) OVER ever AS since_first_work,
    day - max(last_active) OVER ever AS since_active,
    coalesce(sum(change_of_day) OVER ever, 0) AS users28
  FROM panel
  WINDOW
    days7 AS (PARTITION BY account ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW),
    days14 AS (PARTITION BY account ORDER BY day ROWS BETWEEN 13 PRECEDING AND CURRENT ROW),
    days14_before AS (PARTITION BY account ORDER BY day ROWS BETWEEN 27 PRECEDING AND 14 PRECEDING),
    days28 AS (PARTITION BY account ORDER BY day ROWS BETWEEN 27 PRECEDING AND CURRENT ROW),
    ever AS (PARTITION BY account ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)

-- Drawn to the last cell, given as totals: how large the answer is must not decide the race.
SELECT
  count(*) AS cells,
  sum(work7) AS work7,
  sum(work14) AS work14,
  sum(work28) AS work28,
  sum(boards28) AS boards28,
  sum(comments14) AS comments14,
  sum(reports28) AS reports28,
  sum(sign_ins7) AS signIns7,
  sum(tickets28) AS tickets28,
  sum(projects_ever) AS projectsEver,
  sum(storage_peak) AS storagePeak,
  sum(active_days28) AS activeDays28,
  sum(board_days14) AS boardDays14,
  sum(features28) AS features28,
  sum(since_first_work) AS sinceFirstWork,
  sum(since_active) AS sinceActive,
  sum(users28) AS users28,
  sum((work14 - work14_before) / nullIf(work14_before, 0)) AS workTrend,
  sum(work28 / nullIf(users28, 0)) AS workPerUser
FROM windowed, span
WHERE day >= span.first
SETTINGS join_use_nulls = 1, prefer_column_name_to_alias = 1
