import {
  activeDays,
  change,
  count,
  days,
  daysSinceFirst,
  daysSinceLast,
  defineConfig,
  distinctDays,
  distinctFeatures,
  distinctUsers,
  ever,
  max,
  ratio,
} from 'telltale'
import { account, events, product } from './taskflow.ts'

const work = ['taskCreated', 'taskCompleted', 'projectCreated'] as const

/** The daily indicators that can be written in SQL by hand within reason: what `panel.duckdb.sql` and `panel.clickhouse.sql` compute too. */
export default defineConfig({
  ...{ product, account, events },
  indicators: {
    work7: count(work, days(7)),
    work14: count(work, days(14)),
    work28: count(work, days(28)),
    boards28: count('boardViewed', days(28)),
    comments14: count('commentAdded', days(14)),
    reports28: count(['reportViewed', 'reportShared'], days(28)),
    signIns7: count('signedIn', days(7)),
    tickets28: count('ticketOpened', days(28)),
    projectsEver: count('projectCreated', ever()),
    storagePeak: max('storage', days(28)),
    activeDays28: activeDays(days(28)),
    boardDays14: distinctDays('boardViewed', days(14)),
    features28: distinctFeatures(days(28)),
    sinceFirstWork: daysSinceFirst(work),
    sinceActive: daysSinceLast(),
    users28: distinctUsers(work, days(28)),
    workTrend: change(count(work, days(14))),
    workPerUser: ratio(count(work, days(28)), distinctUsers(work, days(28))),
  },
})
