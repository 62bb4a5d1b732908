import { expect, it } from 'vitest'
import { writeConfig } from '../../src/proof/discover/write-config.ts'

it('milestones to be pasted, with the events that the configuration lacks', () => {
  const cell = (times: number, window: number, reach: 'any' | 'two' | 'owner' = 'any') => ({
    ...{ candidate: 0, times, window, reach },
  })
  const text = writeConfig([
    { cell: cell(5, 7), key: 'taskCompleted', title: 'Task Completed', kind: 'core' },
    { cell: cell(3, 14, 'two'), key: 'Report Shared', title: 'Report Shared', kind: null },
    { cell: cell(1, 1, 'owner'), key: 'board', title: 'Board', kind: 'depth' },
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
