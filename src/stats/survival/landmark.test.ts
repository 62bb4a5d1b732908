import { describe, expect, test } from 'vitest'
import { stream, uniform } from '../../core/stream.ts'
import { estimateRiskRatio } from '../proportions/estimate-ratio.ts'
import { associate } from './associate.ts'
import { labelRow } from './label-row.ts'
import { predictImmortalRatio } from './predict-immortal-ratio.ts'
import { type LandmarkRow, tabulateLandmark } from './tabulate-landmark.ts'

const FORTNIGHT = { from: 0, until: 14 }

describe('exposure and outcome', () => {
  test('may be compared when the outcome is looked for after the exposure', () => {
    expect(associate(FORTNIGHT, { after: 14, until: 90 })).toEqual({
      exposure: FORTNIGHT,
      outcome: { after: 14, until: 90 },
    })
  })
  test('may not when it is looked for earlier: that would be immortal time', () => {
    expect(() => associate(FORTNIGHT, { after: 13, until: 90 })).toThrow(
      expect.objectContaining({
        code: 'bad_argument',
        message:
          'outcome window is after day 13; expected a start at day 14 or later, where the exposure window ends: before it, whoever stays longer has longer to do it, and a step that does nothing would seem to keep 3.7 times as many.',
      }),
    )
    expect(() => associate(FORTNIGHT, { after: Number.NaN, until: 90 })).toThrow('outcome window')
    expect(() => associate({ from: 3, until: 3 }, { after: 14, until: 90 })).toThrow('exposure window is 3 … 3')
  })
  test('cannot be tabulated without having been compared', () => {
    // @ts-expect-error windows that nobody checked are no association
    tabulateLandmark([], { exposure: FORTNIGHT, outcome: { after: 0, until: 90 } })
  })
})

describe('landmark-table', () => {
  const row = (exposedOn: number | null, outcomeOn: number | null, rest: Partial<LandmarkRow> = {}): LandmarkRow => ({
    exposedOn,
    outcomeOn,
    left: null,
    followedUntil: 90,
    ...rest,
  })
  const ELEVEN = [
    row(3, 20),
    row(13, 90),
    row(5, null),
    row(14, 30), // exposed on the landmark's day: too late
    row(null, 15),
    row(40, 60),
    row(null, null),
    row(2, 14), // bought by the landmark
    row(1, null, { left: { on: 9, reason: 'churned' } }),
    row(4, 16, { followedUntil: 89 }), // an early outcome makes nobody mature
    row(null, null, { followedUntil: 40 }),
  ]
  const association = associate(FORTNIGHT, { after: 14, until: 90 })

  test('eleven accounts: 2 1 3 1, two gone before, two immature', () => {
    const found = tabulateLandmark(ELEVEN, association)
    expect(found.arms).toEqual({ exposed: { successes: 2, total: 3 }, other: { successes: 3, total: 4 } })
    expect([...found.before]).toEqual([
      ['outcome', 1],
      ['churned', 1],
    ])
    expect([found.immature, found.inGap]).toEqual([2, 0])
  })

  test('an outcome between the landmark and its window is in neither arm', () => {
    const found = tabulateLandmark(ELEVEN, associate(FORTNIGHT, { after: 21, until: 90 }))
    expect([found.inGap, found.arms.exposed.total, found.arms.other.total]).toEqual([2, 2, 3])
  })
})

describe('immortal time', () => {
  const SLOW = { leaving: 0.02, reaching: 0.08, window: 14, horizon: 90 }
  test('immortal-1 and immortal-2: a step without effect seems to keep customers', () => {
    expect(predictImmortalRatio(SLOW)).toBeCloseTo(1.415816, 6)
    expect(predictImmortalRatio({ ...SLOW, leaving: 0.05, reaching: 0.15 })).toBeCloseTo(3.685605, 6)
  })

  test('a simulated product without effect: the naive ratio is as predicted, at the landmark it is 1', () => {
    const source = stream(4, 'null world')
    const rows = Array.from({ length: 60_000 }, () => liveWithoutEffect(SLOW))
    const share = (wanted: boolean) => {
      const arm = rows.filter(({ exposedOn }) => (exposedOn !== null && exposedOn < 15) === wanted)
      return arm.filter(({ outcomeOn }) => outcomeOn !== null).length / arm.length
    }
    expect(share(true) / share(false)).toBeCloseTo(predictImmortalRatio(SLOW), 1)
    const { arms, before } = tabulateLandmark(rows, associate({ from: 1, until: 15 }, { after: 15, until: 91 }))
    const { lower, estimate, upper } = estimateRiskRatio(arms)!
    expect(lower < 1 && 1 < upper && Math.abs(estimate - 1) < 0.06).toBe(true)
    expect(before.get('churned')! / rows.length).toBeCloseTo(1 - 0.98 ** 15, 2)

    function liveWithoutEffect({ leaving, reaching, horizon }: typeof SLOW): LandmarkRow {
      let exposedOn: number | null = null
      for (let day = 1; day <= horizon; day++) {
        if (uniform(source) < leaving)
          return { exposedOn, outcomeOn: null, left: { on: day, reason: 'churned' }, followedUntil: 91 }
        if (exposedOn === null && uniform(source) < reaching) exposedOn = day
      }
      return { exposedOn, outcomeOn: 91, left: null, followedUntil: 91 }
    }
  })
})

describe('labels-1', () => {
  const rule = { gap: 7, horizon: 30 }
  const label = (outcomeOn: number | null, followedUntil = 137) =>
    labelRow({ asOf: 100, outcomeOn, followedUntil }, rule)

  test('outcome at or before, in the gap, in the window, later, never', () => {
    expect([100, 101, 107, 108, 137, 138, null].map((day) => label(day))).toEqual([
      'not_at_risk',
      'in_gap',
      'in_gap',
      'positive',
      'positive',
      'negative',
      'negative',
    ])
  })
  test('a row not followed to the end is censored, with an outcome as without', () => {
    expect([label(108, 136), label(null, 136), label(99, 136)]).toEqual(['censored', 'censored', 'not_at_risk'])
  })
})
