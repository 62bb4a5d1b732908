import { all, any, days, indicator, inSegment, months, signal, tenure } from 'telltale'

/** Another twenty signals on the same forty indicators: what a second reader of the same fold costs. */
export const secondSignals = {
  workHalved: signal('risk').when(indicator('workTrend').atMost(-0.6)).until(indicator('workTrend').over(0)).minimum(5),
  weekSilent: signal('risk').when(indicator('work7').is(0)).until(indicator('work7').atLeast(5)).cooldown(days(7)),
  monthSilent: signal('risk').when(indicator('work28').under(3)).until(indicator('work28').atLeast(10)),
  lonely: signal('risk')
    .for(inSegment('size', 'medium'))
    .when(all(indicator('users28').under(2), indicator('members').atLeast(8)))
    .minimum(7),
  boardsLeft: signal('risk').when(indicator('boards28').under(4)).until(indicator('boards28').atLeast(12)),
  bottomRank: signal('risk').when(indicator('workRank').under(10)).until(indicator('workRank').over(25)).minimum(10),
  severe: signal('risk').when(indicator('severeTickets14').atLeast(1)).cooldown(days(28)),
  signInsOnly: signal('risk').when(all(indicator('signIns7').atLeast(5), indicator('work7').is(0))),
  bigAndBusy: signal('expansion').when(all(indicator('size').atLeast(50), indicator('activeShare28').atLeast(0.7))),
  storageNearly: signal('expansion').when(indicator('storageNow').atLeast(80)).until(indicator('storageNow').under(60)),
  reporting: signal('expansion').when(indicator('reports28').atLeast(40)).until(indicator('reports28').under(15)),
  busyMonth: signal('expansion').when(indicator('workThisMonth').atLeast(300)).minimum(2),
  adopted: signal('expansion')
    .for(tenure().over(months(6)))
    .when(all(indicator('adoption28').atLeast(0.75), indicator('busyMembers').atLeast(0.5)))
    .until(indicator('adoption28').under(0.5)),
  valuable: signal('expansion').when(all(indicator('mrr').atLeast(2000), indicator('workRankInSize').atLeast(70))),
  daily: signal('engagement').when(indicator('activeDays28').atLeast(20)).until(indicator('activeDays28').under(14)),
  threeWeeks: signal('engagement').when(indicator('steadyWeeks').atLeast(3)).until(indicator('steadyWeeks').is(0)),
  boardHabit: signal('engagement').when(indicator('boardDays14').atLeast(9)).until(indicator('boardDays14').under(5)),
  usersGrow: signal('engagement').when(indicator('usersTrend').atLeast(3)).minimum(3).cooldown(days(14)),
  manyCommenters: signal('engagement')
    .when(any(indicator('commenters28').atLeast(8), indicator('users7').atLeast(10)))
    .until(indicator('commenters28').under(3)),
  productive: signal('activation').when(all(indicator('workPerMember').atLeast(10), indicator('streak').atLeast(3))),
}
