import { churned, days, defineConfig, expanded, outcome } from 'telltale'
import { firstSignals } from '../replay/first-signals.ts'
import { account, events, indicators, product, segments } from '../replay/taskflow.ts'

const leaves = outcome('churned').within(days(60))
const grows = outcome('expanded').within(days(45))

/** The year's replay with the same twenty signals, each of which predicts something. */
export default defineConfig({
  ...{ product, account, events, segments, indicators },
  outcomes: { churned: churned(), expanded: expanded() },
  signals: {
    workFalling: firstSignals.workFalling.predicts(leaves),
    goneQuiet: firstSignals.goneQuiet.predicts(leaves),
    adminsGone: firstSignals.adminsGone.predicts(leaves),
    fewerUsers: firstSignals.fewerUsers.predicts(leaves),
    slipping: firstSignals.slipping.predicts(leaves),
    friction: firstSignals.friction.predicts(leaves),
    noReports: firstSignals.noReports.predicts(leaves),
    readyToGrow: firstSignals.readyToGrow.predicts(grows),
    storageGrowing: firstSignals.storageGrowing.predicts(grows),
    topOfSize: firstSignals.topOfSize.predicts(grows),
    payingLittle: firstSignals.payingLittle.predicts(grows),
    outgrown: firstSignals.outgrown.predicts(grows),
    habitFormed: firstSignals.habitFormed.predicts(grows),
    longStreak: firstSignals.longStreak.predicts(grows),
    manyFeatures: firstSignals.manyFeatures.predicts(grows),
    talkative: firstSignals.talkative.predicts(grows),
    busyWeek: firstSignals.busyWeek.predicts(grows),
    deepUse: firstSignals.deepUse.predicts(grows),
    firstProjects: firstSignals.firstProjects.predicts(leaves),
    teamStarted: firstSignals.teamStarted.predicts(grows),
  },
})
