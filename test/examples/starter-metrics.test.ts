import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { openTelltale, type Telltale } from '../../src/index.ts'
import { tempFolder } from '../cli/run-command.ts'

const EXAMPLE = join(packageRoot(), 'examples', 'starter-metrics')
const node = (script: string, ...argv: string[]): string =>
  execFileSync('node', [join(EXAMPLE, script), ...argv], { encoding: 'utf8', maxBuffer: 1e8 })

type Expected = {
  readonly metrics: Readonly<Record<string, readonly [number | null, number | null]>>
  readonly beside: {
    readonly three_quarters: number
    readonly growth: number
    readonly dau: number
    readonly cohorts: Readonly<Record<string, number>>
  }
}

async function open(): Promise<{ telltale: Telltale; expected: Expected; clock: { at: number } }> {
  const folder = tempFolder()
  const file = join(folder, 'events.ndjson')
  writeFileSync(file, node('make-events.mjs'))
  const clock = { at: Date.parse('2026-03-01T06:00:00Z') }
  const telltale = await openTelltale({
    dataDir: join(folder, 'data'),
    config: join(EXAMPLE, 'telltale.config.ts'),
    clock: { now: () => clock.at },
  })
  await telltale.importFile(file)
  return { telltale, expected: JSON.parse(node('expect.mjs', file, '2026-02-28')) as Expected, clock }
}

it('the ten numbers are those that a script without Telltale works out of the events, and the first month ticks itself', async () => {
  const { telltale, expected } = await open()
  const { as_of } = await telltale.metrics({ preset: 'starter' })
  const metrics = (await telltale.metrics({ metrics: Object.keys(expected.metrics).join(',') })).metrics
  expect(as_of).toBe('2026-02-28')
  expect(metrics.map(({ id }) => id).sort()).toEqual(Object.keys(expected.metrics).sort())
  for (const { id, value, previous, because } of metrics) {
    const [now, before] = expected.metrics[id]!
    expect(because, id).toBeNull()
    expect(value, id).toBeCloseTo(now!, 9)
    if (before === null) expect(previous, id).toBeNull()
    else expect(previous, `${id} before`).toBeCloseTo(before, 9)
  }
  const rowsOf = (id: string) => metrics.find((one) => one.id === id)?.rows ?? []
  const { three_quarters, growth, dau, cohorts } = expected.beside
  expect(rowsOf('time_to_value')[0]?.value).toBeCloseTo(three_quarters, 9)
  expect(rowsOf('nrr')[0]?.value).toBeCloseTo(growth, 9)
  expect(rowsOf('stickiness')[0]?.value).toBeCloseTo(dau, 9)
  expect(Object.fromEntries(rowsOf('churn_by_cohort').map(({ label, value }) => [label, value]))).toEqual(cohorts)
  const starter = await telltale.metrics()
  expect(starter.metrics.map(({ id, owner, crossed }) => [id, owner, crossed])).toEqual([
    ['activation_rate', 'Ana', expected.metrics.activation_rate![0]! < 0.6],
    ['time_to_value', 'Ana', expected.metrics.time_to_value![0]! > 3],
    ['core_feature_adoption', 'Ben', expected.metrics.core_feature_adoption![0]! < 0.5],
    ['cohort_retention', 'Carla', expected.metrics.cohort_retention![0]! < 0.7],
    ['nrr', 'Carla', expected.metrics.nrr![0]! < 1],
  ])

  const ticks = async () => (await telltale.firstMonth()).steps.map(({ done }) => done)
  expect(await ticks()).toEqual([true, true, true, true, true, false])
  const [task] = (await telltale.today()).tasks
  await telltale.actOnTask(task!.id, { what: 'done', by: 'Ana', result: 'contacted', note: 'Called' })
  expect(await ticks()).toEqual([true, true, true, true, true, true])
  await telltale.close()
}, 60_000)

it('the first month of a product of which nothing is known yet says what is missing, step by step', async () => {
  const telltale = await openTelltale({
    dataDir: join(tempFolder(), 'data'),
    clock: { now: () => Date.parse('2026-03-01T06:00:00Z') },
  })
  const { steps } = await telltale.firstMonth()
  expect(steps.map(({ done }) => done)).toEqual([false, false, false, false, false, false])
  expect(steps[0]).toEqual({
    step: 'Define activation in one sentence',
    done: false,
    because: 'The configuration has no `activation`.',
  })
  const { metrics } = await telltale.metrics()
  expect(metrics.map(({ value }) => value)).toEqual([null, null, null, null, null])
  expect(metrics[0]?.because).toBe('the configuration says nothing about activation of accounts')
  await telltale.close()
})
