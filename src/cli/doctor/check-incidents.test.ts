import { expect, it } from 'vitest'
import type { Incident } from '../../contract/incidents.ts'
import { judgeIncidents } from './check-incidents.ts'

const REPORTS: Incident = {
  ...{ since: '2026-03-10', last: '2026-03-12', lasts: true, judgedFrom: null },
  ...{ events: [{ name: 'Report Sent', heard: 0, usual: 96.5 }], signals: ['fewReports', 'silent'], scores: [] },
}

it('an incident that lasts is bad and says what is not judged; one that rests, one that is over and a holiday are worth knowing', () => {
  const rests: Incident = { ...REPORTS, lasts: false, judgedFrom: '2026-03-20' }
  const holiday: Incident = { ...REPORTS, last: '2026-03-10', lasts: false, judgedFrom: '2026-03-11', signals: [] }
  expect(
    judgeIncidents([
      REPORTS,
      rests,
      { ...rests, signals: [] },
      { ...REPORTS, signals: [], scores: ['health'] },
      holiday,
    ]).map(({ state, text }) => [state, text]),
  ).toEqual([
    [
      'bad',
      'may be broken since 2026-03-10: Report Sent came from 0 accounts where 96.5 are usual; fewReports, silent are not judged meanwhile',
    ],
    [
      'note',
      'may have been broken from 2026-03-10 to 2026-03-12: Report Sent came from 0 accounts where 96.5 are usual; fewReports, silent are not judged before 2026-03-20',
    ],
    [
      'note',
      'may have been broken from 2026-03-10 to 2026-03-12: Report Sent came from 0 accounts where 96.5 are usual',
    ],
    [
      'bad',
      'may be broken since 2026-03-10: Report Sent came from 0 accounts where 96.5 are usual; bands of health are not judged meanwhile',
    ],
    ['note', 'on 2026-03-10, a holiday or a fault: Report Sent came from 0 accounts where 96.5 are usual'],
  ])
})
