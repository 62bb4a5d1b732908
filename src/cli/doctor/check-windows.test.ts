import { expect, it } from 'vitest'
import { compileModel } from '../../config/compile/compile-model.ts'
import * as t from '../../index.ts'
import { judgeWindows } from './check-windows.ts'

it('names numbers that look further back than there are events, and when that is over', () => {
  const config = t.defineConfig({
    events: { note: t.event('Note Written', { kind: 'core' }) },
    indicators: { week: t.count('note', t.days(7)), falls: t.change(t.count('note', t.days(28))) },
  })
  const model = compileModel(config).model!
  // From 1 to 31 March are 31 days. The change reads 28 days and the 28 before them: 56, up to 25 April.
  expect(judgeWindows(model, { today: '2026-03-31', firstDay: '2026-03-01' })).toEqual([
    {
      ...{ check: 'windows', state: 'note' },
      text: 'there are 31 days of events, and Note Written in the 28 days before the last 28 days look back up to 56 days',
      mend: 'Import the history before, or wait until 2026-04-25; until then what they say is of less.',
    },
  ])
  expect(judgeWindows(model, { today: '2026-04-25', firstDay: '2026-03-01' })).toEqual([])
  expect(judgeWindows(model, { today: '2026-04-25', firstDay: null })).toEqual([])
})
