import { all, any, days, indicator, inSegment, months, signal, tenure, trait } from 'telltale'

/** Twenty signals judged at each day close, with hysteresis, minimum times, cooldowns and escalations as people write them. */
export const firstSignals = {
  workFalling: signal('risk')
    .for(tenure().over(months(2)))
    .when(all(indicator('workTrend').atMost(-0.5), indicator('activeShare28').under(0.6)))
    .until(indicator('workTrend').over(-0.2))
    .minimum(3)
    .cooldown(days(14))
    .escalate(indicator('sinceActive').atLeast(10)),
  goneQuiet: signal('risk').when(indicator('sinceActive').atLeast(10)).until(indicator('sinceActive').under(3)),
  adminsGone: signal('risk')
    .when(all(indicator('activeAdmins7').under(0.2), indicator('users28').atLeast(3)))
    .until(indicator('activeAdmins7').atLeast(0.5))
    .minimum(5)
    .cooldown(days(7)),
  fewerUsers: signal('risk').when(indicator('usersTrend').atMost(-4)).until(indicator('usersTrend').over(-1)),
  slipping: signal('risk')
    .when(all(indicator('workRankInSize').under(15), indicator('work28').under(20)))
    .until(indicator('workRankInSize').over(30))
    .minimum(7),
  friction: signal('risk')
    .when(any(indicator('severeTickets14').atLeast(2), indicator('tickets28').atLeast(6)))
    .until(indicator('tickets28').under(2))
    .cooldown(days(14)),
  noReports: signal('risk').for(inSegment('size', 'large')).when(indicator('sinceReport').atLeast(21)),
  readyToGrow: signal('expansion')
    .for(tenure().over(months(3)))
    .when(
      all(
        indicator('activeShare28').atLeast(0.75),
        indicator('activeMembers28').atLeast(5),
        indicator('adoption28').atLeast(0.5),
      ),
    )
    .until(indicator('activeShare28').under(0.6))
    .minimum(3)
    .cooldown(days(30)),
  storageGrowing: signal('expansion')
    .when(indicator('storagePeak').atLeast(50))
    .until(indicator('storageNow').under(40)),
  topOfSize: signal('expansion')
    .for(trait('plan').isNot('enterprise'))
    .when(indicator('workRankInSize').atLeast(95))
    .until(indicator('workRankInSize').under(85))
    .minimum(5),
  payingLittle: signal('expansion')
    .when(all(indicator('mrr').under(200), indicator('workRank').atLeast(80)))
    .until(indicator('workRank').under(60)),
  outgrown: signal('expansion').when(all(indicator('members').atLeast(10), indicator('busyMembers').atLeast(0.6))),
  habitFormed: signal('engagement').when(indicator('steadyWeeks').atLeast(6)),
  longStreak: signal('engagement').when(indicator('streak').atLeast(10)).until(indicator('streak').is(0)),
  manyFeatures: signal('engagement')
    .when(indicator('features28').atLeast(7))
    .until(indicator('features28').under(5))
    .cooldown(days(28)),
  talkative: signal('engagement')
    .when(all(indicator('comments14').atLeast(50), indicator('mentions28').atLeast(60)))
    .until(indicator('comments14').under(20)),
  busyWeek: signal('engagement').when(indicator('workThisWeek').atLeast(100)).minimum(2),
  deepUse: signal('engagement').when(
    all(
      indicator('workPerUser').atLeast(20),
      indicator('boardDays14').atLeast(8),
      indicator('activeDays28').atLeast(18),
    ),
  ),
  firstProjects: signal('activation')
    .when(all(indicator('projectsEver').atLeast(5), indicator('sinceFirstWork').atMost(60)))
    .until(indicator('sinceFirstWork').over(90)),
  teamStarted: signal('activation')
    .when(all(indicator('commenters28').atLeast(3), indicator('workPerMember').atLeast(2)))
    .until(indicator('commenters28').is(0)),
}
