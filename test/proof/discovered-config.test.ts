import { expect, it } from 'vitest'
import { checkConfig } from '../../src/config/check/check-config.ts'
import type { Config } from '../../src/config/define-config.ts'
import * as telltale from '../../src/index.ts'
import { type KeptStep, writeConfig } from '../../src/proof/discover/write-config.ts'
import { writeFind } from '../../src/proof/discover/write-find.ts'

it('milestones to be pasted, with the events that the configuration lacks', () => {
  const cell = (times: number, window: number, reach: 'any' | 'two' | 'owner' = 'any') => ({
    ...{ candidate: 0, times, window, reach },
  })
  const text = writeConfig([
    { cell: cell(5, 7), key: 'taskCompleted', title: 'Task Completed', kind: 'core', isIntent: false },
    { cell: cell(3, 14, 'two'), key: 'Report Shared', title: 'Report Shared', kind: null, isIntent: false },
    { cell: cell(1, 1, 'owner'), key: 'board', title: 'Board', kind: 'depth', isIntent: false },
  ])
  expect(text).toBe(`  events: {
    reportShared: event("Report Shared", { kind: 'core' }),
  },
  activation: {
    within: days(14),
    milestones: {
      taskCompleted5: milestone('core').when(count('taskCompleted', days(7)).atLeast(5)),
      reportShared3ByTwo: milestone('core').when(all(count('reportShared', days(14)).atLeast(3), distinctUsers(['reportShared'], days(14)).atLeast(2))),
    },
  },`)
  expect(writeConfig([])).toBeNull()
})

/** What `check` says of a text pasted into a configuration that has an event and both outcomes. */
function problemsOf(pasted: string): string[] {
  const text = `defineConfig({
    ...{ outcomes: { converted: converted(), churned: churned() }, teams: { sales: team({ people: ['ana'] }) } },
    ${pasted.includes('events: {') ? pasted.replace('events: {', `events: { ${EVENT}`) : `events: { ${EVENT} },\n${pasted}`}
  })`
  const run = new Function(...Object.keys(telltale), `return ${text}`) as (...values: unknown[]) => Config
  return checkConfig(run(...Object.values(telltale))).map(({ level, code, path }) => `${level} ${code} ${path}`)
}
const EVENT = "taskCompleted: event('Task Completed', { kind: 'core' }),"

it('a find as a signal, and as a playbook that leaves half alone, each of which check accepts as it is pasted', () => {
  const step: KeptStep = {
    cell: { candidate: 0, times: 5, window: 7, reach: 'any' },
    ...{ key: 'taskCompleted', title: 'Task Completed', kind: 'core', isIntent: false },
  }
  const frame = { outcome: 'converted', isBad: false, landmark: 14, until: 28, team: 'sales' }
  const written = writeFind(step, frame)!
  expect(written.signal).toBe(`  signals: {
    taskCompleted5: signal('activation')
      .for(tenure().atMost(days(14)))
      .when(count('taskCompleted', days(7)).atLeast(5))
      .predicts(outcome('converted').within(days(28))),
  },`)
  expect(written.playbook).toBe(`  playbooks: {
    proveTaskCompleted5: playbook(onDay(2, count('taskCompleted', days(7)).under(5)))
      .goal('converted')
      .holdout(0.5)
      .do(addTask({ team: 'sales', action: "Bring {{ account.name }} to this: Task Completed" })),
  },`)
  const unnamed: KeptStep = {
    ...step,
    cell: { ...step.cell, reach: 'two' },
    key: 'Note Shared',
    title: 'Note Shared',
    kind: null,
  }
  const ofLeaving = writeFind(unnamed, { ...frame, outcome: 'churned', isBad: true })!
  expect(ofLeaving.signal).toContain("noteShared5ByTwoMissing: signal('risk')")
  for (const text of [written.signal, written.playbook, ofLeaving.signal, ofLeaving.playbook])
    expect([text, problemsOf(text).filter((one) => !one.startsWith('warning signal_without_action'))]).toEqual([
      text,
      [],
    ])
  expect(writeFind({ ...step, cell: { ...step.cell, reach: 'owner' } }, frame)).toBeNull()
})
