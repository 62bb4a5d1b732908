import { expect, it } from 'vitest'
import { MS_PER_DAY } from '../../core/time.ts'
import { clusterNames, type NameVolume } from './cluster-names.ts'

const seen = (name: string, count: number, [from, to]: readonly [number, number] = [0, 100]): NameVolume => ({
  ...{ name, call: 'track', count },
  ...{ first: from * MS_PER_DAY, last: to * MS_PER_DAY },
})
const told = (names: readonly NameVolume[], together: Readonly<Record<string, number>> = {}) =>
  clusterNames(names, (a, b) => together[[a, b].sort().join('|')] ?? 0).map(
    ({ name, others }) => `${name} < ${others.map((other) => `${other.name} (${other.why})`).join(', ')}`,
  )

it('capitals, separators, forms of the same words and slips of the keyboard are one event, under its most frequent name', () => {
  const names = [
    ...[
      seen('Project Created', 900),
      seen('project created', 40),
      seen('project_created', 30),
      seen('projectCreated', 20),
    ],
    ...[seen('Create Project', 60), seen('Projcet Created', 3), seen('Invoice Paid', 80)],
  ]
  expect(told(names)).toEqual([
    'Project Created < Create Project (word forms), project created (capitals), project_created (separators), projectCreated (separators), Projcet Created (typo)',
  ])
})

it('what only looks alike stays apart: steps, opposites, a frequent neighbour, short words, another call', () => {
  const names = [
    ...[seen('Step 1 Completed', 500), seen('Step 2 Completed', 20)],
    ...[seen('Submit Upgrade', 500), seen('Submit Downgrade', 10)],
    ...[seen('Task Completed', 500), seen('Tasks Compiled', 300)],
    ...[seen('Tag Set', 500), seen('Tap Set', 2)],
    ...[{ ...seen('Pricing', 500), call: 'page' }, seen('pricing', 20)],
  ]
  expect(told(names)).toEqual([])
})

it('a name that took the place of another is a rename; one that merely began later is not', () => {
  const old = seen('Report Exported', 200, [0, 50])
  expect(told([old, seen('Report Downloaded', 210, [51, 100])])).toEqual([
    'Report Downloaded < Report Exported (renamed)',
  ])
  expect(told([seen('Report Exported', 400), seen('Report Downloaded', 210, [51, 100])])).toEqual([])
  expect(told([old, seen('Report Downloaded', 20, [51, 100])])).toEqual([])
  expect(told([old, seen('Invoice Paid', 210, [51, 100])])).toEqual([])
})

it('two names sent for one act are one event, unless one of them is usually alone', () => {
  const both = [seen('Chart Shared', 200), seen('Chart Share Clicked', 100, [50, 100])]
  expect(told(both, { 'Chart Share Clicked|Chart Shared': 95 })).toEqual([
    'Chart Shared < Chart Share Clicked (renamed)',
  ])
  const page = [seen('Settings', 560), seen('Save Settings', 100)]
  expect(told(page, { 'Save Settings|Settings': 95 })).toEqual([])
})

it('however many names there are, the most frequent are compared', () => {
  const names = Array.from({ length: 5_000 }, (_, n) => seen(`Event ${n} happened`, n + 1))
  expect(told([...names, seen('event_4999_happened', 4_900), seen('event_1_happened', 1)])).toEqual([
    'Event 4999 happened < event_4999_happened (separators)',
  ])
})
