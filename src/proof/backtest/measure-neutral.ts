import { LEAST_DOERS } from '../discover/search-grid.ts'
import { measureStep } from './measure-step.ts'
import type { MilestonesAsked, NeutralBar, NeutralEvent } from './newcomer.ts'

/** Measured like milestones, on the same newcomers; their best cell is that with the highest lower limit of the correlation. */
export async function measureNeutral(
  asked: Omit<MilestonesAsked, 'milestones' | 'bar'>,
  neutral: readonly NeutralEvent[],
  pause: () => Promise<void>,
): Promise<NeutralBar> {
  const events: { title: string; lower: number | null }[] = []
  for (const { title, cells } of neutral) {
    await pause()
    let best: { readonly phi: number; readonly lower: number | null } | null = null
    for (const days of cells) {
      if (days.filter((day) => day !== null).length < LEAST_DOERS) continue
      const newcomers = asked.newcomers.map((one, i) => ({ ...one, reachedDay: [days[i]!] }))
      const { phi, strength } = measureStep({ ...asked, newcomers }, 0)
      const lower = phi === null ? Number.NEGATIVE_INFINITY : asked.isBad ? -phi.upper : phi.lower
      if (best === null || lower > best.phi) best = { phi: lower, lower: strength?.lower ?? null }
    }
    events.push({ title, lower: best?.lower ?? null })
  }
  const bars = events.flatMap(({ lower }) => (lower === null ? [] : [lower]))
  return { bar: bars.length === 0 ? null : Math.max(...bars), events }
}
