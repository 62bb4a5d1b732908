import { expect, it } from 'vitest'
import { count, days, defineConfig, event, indicator, signal } from '../../src/index.ts'
import { applyImports } from '../../src/run/advance-project.ts'
import { importLogs, readImport } from '../../src/run/apply/kept-imports.ts'
import { importRows } from './import-rows.ts'
import { openStory } from './open-story-project.ts'

const config = defineConfig({
  account: { key: ['context.groupId'] },
  events: { task: event('Task Created', { kind: 'core' }) },
  indicators: { tasks: count('task', days(7)) },
  signals: { busy: signal('engagement').when(indicator('tasks').atLeast(2)) },
})

const rows = [
  { type: 'track', event: 'Task Created', userId: 'ana', messageId: 'm1', timestamp: '2026-03-03T09:00:00Z' },
  { type: 'track', event: 'Task Created', userId: 'ana', messageId: 'm2', timestamp: '2026-03-04T09:00:00Z' },
  { type: 'track', event: 'Task Created', userId: 'ana', messageId: 'm2', timestamp: '2026-03-04T09:00:00Z' },
  { type: 'track', event: 'Task Created', userId: 'null', messageId: 'm3', timestamp: '2026-03-04T10:00:00Z' },
].map((row) => ({ ...row, context: { groupId: 'acme' } }))

const TOTALS = {
  ...{
    upTo: 5,
    kept: 2,
    duplicates: 1,
    withoutAccount: 0,
    quarantined: 1,
    reasons: { placeholder_id: 1 },
    finished: true,
  },
  span: [Date.parse('2026-03-03T09:00:00Z'), Date.parse('2026-03-04T09:00:00Z')],
}

it.each([
  ['before a stretch is stored', 'before'],
  ['when a stretch is stored and nobody was told yet', 'after'],
] as const)(
  'an import that ends %s has its totals and its baseline all the same, after the next start',
  async (_, when) => {
    const story = await openStory({ config, start: '2026-03-05T12:00:00Z' })
    await story.moveTo('2026-03-05T12:00:00Z')
    const { store } = story.project().applier
    Object.assign(story.project().applier, {
      store: {
        ...store,
        apply: async (batch: Parameters<typeof store.apply>[0]) => {
          if (when === 'after') await store.apply(batch)
          throw new Error('killed')
        },
      },
    })
    await expect(importRows(story, rows)).rejects.toThrow('killed')

    await story.crash()
    await applyImports(story.project(), () => {})

    const [log] = importLogs(story.project())
    expect(await readImport(story.project(), log!)).toEqual({ ...TOTALS, baseline: story.project().judgedDay })
    expect(story.project().judgedDay).not.toBeNull()
    expect((await story.transitions()).map(({ name, what, cause }) => [name, what, cause])).toEqual([
      ['busy', 'opened', 'import'],
    ])
  },
)
