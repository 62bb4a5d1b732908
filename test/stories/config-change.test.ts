import { expect, it } from 'vitest'
import type { Override } from '../../src/config/override/apply-overrides.ts'
import type { ChangeLog } from '../../src/contract/changes.ts'
import { type Config, daysSinceLast, defineConfig, event, signal } from '../../src/index.ts'
import { announceOverrides } from '../../src/run/activate-config.ts'
import { setOverride } from '../../src/store/control/config-versions.ts'
import { openStory, type Story, tell } from './open-story-project.ts'

const quietAfter = (days: number): Config =>
  defineConfig({
    events: { limit: event('Limit Reached', { kind: 'core' }) },
    signals: {
      hit: signal('expansion').on('limit').cooldown(2),
      quiet: signal('risk').when(daysSinceLast().atLeast(days)),
    },
  })
type Explained = { signal: string; conditions: readonly { comparisons: readonly { threshold: number }[] }[] }
const hit = { event: 'Limit Reached', userId: 'ana', context: { groupId: 'acme' } }

it('days that passed before a change are judged as they were configured; the change is a cause of its own', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.send(hit)
  story.setClock('2026-03-06T10:00:00Z')
  await story.reopen(quietAfter(9))
  expect(tell(await story.transitions())).toEqual([
    '2026-03-02 opened hit of acme 1 (behaviour, fresh)',
    '2026-03-04 closed hit of acme 1 (behaviour)',
    '2026-03-04 opened quiet of acme 1 (behaviour)',
    '2026-03-05 closed quiet of acme 1 (config)',
  ])
  expect(story.said).toEqual(['The configuration changed: 0 signals turned on and 1 off under it, silently.'])

  const open = async (query: string) => {
    const { data } = await story.get<{ data: { id: string; closedAt: string | null }[] }>(`/replay?${query}`)
    return data.filter(({ closedAt }) => closedAt === null).map(({ id }) => id)
  }
  const day = 'from=2026-03-05&to=2026-03-05'
  expect(await open(day)).toEqual([])
  expect(await open(`${day}&configAsOf=2026-03-05`)).toEqual(['quiet/acme/1'])
})

it('an episode that an event opened today goes on under a changed configuration, and is not opened again', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send(hit)
  await story.reopen(quietAfter(1))
  await story.send(hit)
  expect(tell(await story.transitions())).toEqual(['2026-03-03 opened hit of acme 1 (behaviour, fresh)'])
  await story.moveTo('2026-03-04T00:00:00Z')
  await story.crash()
  expect((await story.transitions()).map(({ configHash }) => configHash)).toHaveLength(1)
})

it('back to an earlier configuration: each past day is explained with the one that was in force then', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.send(hit)
  await story.moveTo('2026-03-06T10:00:00Z')
  await story.reopen(quietAfter(9))
  await story.moveTo('2026-03-08T10:00:00Z')
  await story.reopen(quietAfter(2))
  await story.moveTo('2026-03-10T10:00:00Z')
  const thresholdOf = async (asOf: string) => {
    const path = `/accounts/acme?asOf=${asOf}`
    const { explanations } = await story.get<{ explanations: Explained[] }>(path)
    return explanations.find(({ signal }) => signal === 'quiet')?.conditions[0]?.comparisons[0]?.threshold
  }
  expect(await Promise.all(['2026-03-04', '2026-03-06', '2026-03-08'].map(thresholdOf))).toEqual([2, 9, 2])
})

const override = (story: Story, path: string, value: Override | null) =>
  setOverride(story.project().control, { path, value, setBy: 'ana', setAt: story.now() })
const quietFrom = (story: Story, value: number) =>
  override(story, 'signals.quiet.when', { kind: 'threshold', signal: 'quiet', at: 'when', value })

it('an override is in force at once: its moment is kept, what it changes has cause config, and later days are judged by it', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.send(hit)
  await story.moveTo('2026-03-06T10:00:00Z')
  const told: string[] = []
  story.project().listeners.add((changes) => void told.push(...tell(changes)))
  await quietFrom(story, 4)
  await story.moveTo('2026-03-06T10:00:01Z')
  expect(tell(await story.transitions()).slice(2)).toEqual([
    '2026-03-04 opened quiet of acme 1 (behaviour)',
    '2026-03-05 closed quiet of acme 1 (config)',
  ])
  expect(story.said).toEqual(['The configuration changed: 0 signals turned on and 1 off under it, silently.'])
  const kept = await story.project().control.selectFrom('config_activation').select('activated_at').execute()
  expect(kept.map((row) => new Date(Number(row.activated_at)).toISOString())).toEqual([
    '2026-03-02T10:00:00.000Z',
    '2026-03-06T10:00:01.000Z',
  ])
  expect(told).toEqual([])

  await story.moveTo('2026-03-08T10:00:00Z')
  expect(told).toEqual(['2026-03-06 opened quiet of acme 2 (behaviour)'])
  const openings = async (query: string) => {
    const { data } = await story.get<{ data: { openedAt: string }[] }>(
      `/replay?from=2026-03-02&to=2026-03-07&signal=quiet${query}`,
    )
    return data.map(({ openedAt }) => openedAt.slice(0, 10))
  }
  expect(await openings('')).toEqual(['2026-03-07'])
  expect(await openings('&configAsOf=2026-03-04')).toEqual(['2026-03-05'])
})

it('an override that is set while events come divides them: what stands behind it in the log is judged by it', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  const switchTo = (enabled: boolean) =>
    override(story, 'signals.hit.enabled', { kind: 'enabled', signal: 'hit', enabled })
  await switchTo(false)
  await story.moveTo('2026-03-02T10:00:01Z')
  await story.send(hit)
  await story.post([{ ...hit, context: { groupId: 'before' } }])
  await switchTo(true)
  await announceOverrides(story.project())
  await story.post([{ ...hit, context: { groupId: 'behind' } }])
  await story.tick()
  expect(tell(await story.transitions())).toEqual(['2026-03-02 opened hit of behind 1 (behaviour, fresh)'])
})

it('a server that ends between an override and its coming into force makes it good at the next start', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.send(hit)
  await story.moveTo('2026-03-06T10:00:00Z')
  await quietFrom(story, 9)
  await announceOverrides(story.project())
  await story.crash()
  await story.moveTo('2026-03-06T11:00:00Z')
  expect(tell(await story.transitions()).slice(3)).toEqual(['2026-03-05 closed quiet of acme 1 (config)'])
})

it('one that is taken back before it came into force changes nothing; one of who does what judges nothing again', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.send(hit)
  await story.moveTo('2026-03-06T10:00:00Z')
  await quietFrom(story, 9)
  await announceOverrides(story.project())
  await override(story, 'signals.quiet.when', null)
  await story.moveTo('2026-03-06T11:00:00Z')
  expect(story.said).toEqual([])
  await override(story, 'signals.quiet.action', { kind: 'text', signal: 'quiet', team: 'success', action: 'Call them' })
  await story.moveTo('2026-03-06T12:00:00Z')
  expect(story.said).toEqual(['The configuration changed: nothing is judged otherwise.'])
  expect(story.project().config.judged.model.signals.find(({ key }) => key === 'quiet')?.suggest).toMatchObject({
    action: 'Call them',
  })
  expect(tell(await story.transitions())).toHaveLength(3)
})

it('what changed is told, newest first: who set what, how each definition read and reads, and what that turned', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.send(hit)
  await story.moveTo('2026-03-06T10:00:00Z')
  await quietFrom(story, 4)
  await story.moveTo('2026-03-06T10:00:01Z')
  await story.moveTo('2026-03-07T09:00:00Z')
  await story.reopen(
    defineConfig({
      events: { limit: event('Limit Reached', { kind: 'core' }) },
      signals: { quiet: signal('risk').when(daysSinceLast().atLeast(2)) },
    }),
  )
  const { data, ...counts } = await story.get<ChangeLog>('/changes')
  expect(counts).toEqual({ total: 3, byKind: { config: 3, incident: 0, import: 0, merge: 0, split: 0, release: 0 } })
  const quiet = (days: number) =>
    `Opens for an account when days since the last activity is at least ${days} days. Closes when that is no longer so.`
  const [file, set, first] = data.map((change) => ({ ...change, hash: '' }))
  const same = { kind: 'config', hash: '', readable: true, rebuilt: [], worklist: false }
  expect(first).toEqual({
    ...{ ...same, day: '2026-03-02', at: '2026-03-02T10:00:00.000Z', first: true },
    ...{ settings: [], definitions: [], opened: 0, closed: 0 },
  })
  expect(set).toEqual({
    ...{ ...same, day: '2026-03-06', at: '2026-03-06T10:00:01.000Z', first: false, opened: 0, closed: 1 },
    settings: [{ path: 'signals.quiet.when', value: '4', by: 'ana', at: '2026-03-06T10:00:00.000Z' }],
    definitions: [{ subject: 'signal', key: 'quiet', what: 'threshold', was: quiet(2), now: quiet(4) }],
  })
  expect(file).toMatchObject({
    ...{ kind: 'config', first: false, settings: [] },
    definitions: [{ subject: 'signal', key: 'hit', what: 'removed', now: null }],
  })
  expect((await story.get<ChangeLog>('/changes?kind=config&to=2026-03-06&limit=1')).data).toEqual([data[1]])
})
