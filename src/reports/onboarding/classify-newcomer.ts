import { activationSpeed } from '../../config/activation-speed.ts'
import type { OnboardingQuery } from '../../contract/analyze/onboarding.ts'
import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { Newcomer } from './newcomer.ts'

export type Classes = {
  /** In the order in which they are shown. */
  readonly values: readonly string[]
  /** Values that are part of another. */
  readonly parts: Readonly<Record<string, string>>
  /** The values that an account counts in by what it had done before an instant. */
  readonly of: (newcomer: Newcomer, before: Millis) => readonly string[]
}

/** How many milestones there are, and the days from sign-up after which is looked. */
type Scale = { readonly milestones: number; readonly after: number }

/** What a newcomer may be called, by the number of milestones done, by speed, or by status. */
export function classesOf(
  { by, groups }: Pick<OnboardingQuery, 'by' | 'groups'>,
  { milestones, after }: Scale,
): Classes {
  switch (by) {
    case 'milestones': {
      const fewest = [...new Set([0, ...(groups ?? Array.from({ length: milestones + 1 }, (_, n) => n))])]
        .filter((n) => n <= milestones)
        .sort((a, b) => b - a)
      const names = fewest.map((from, i) => nameOf(from, (fewest[i - 1] ?? milestones + 1) - 1))
      return {
        values: names,
        parts: {},
        of: (newcomer, before) => [names[fewest.findIndex((from) => doneBefore(newcomer, before) >= from)]!],
      }
    }
    case 'speed':
      return speedsOf(after)
    case 'status':
      return {
        values: ['green', 'yellow', 'red', 'too early', 'unknown'],
        parts: {},
        of: ({ status }) => [status ?? 'unknown'],
      }
  }
}

function nameOf(from: number, to: number): string {
  return from === to ? String(from) : `${from} to ${to}`
}

function doneBefore({ reached }: Newcomer, before: Millis): number {
  return reached.filter((at) => at !== null && at < before).length
}

/** By how fast they were activated; who was not, or too late, is failed, or pending while there is time. Who has done nothing is told apart. */
function speedsOf(after: number): Classes {
  const otherwise = activationSpeed({ days: null, age: after }).speed!
  const nothing = `${otherwise}, nothing done`
  return {
    values: ['fast', 'normal', 'slow', otherwise, nothing],
    parts: { [nothing]: otherwise },
    of: (newcomer, before) => {
      const { activatedAt, signUp } = newcomer
      const isActivated = activatedAt !== null && activatedAt < before
      const days = isActivated ? (activatedAt - signUp) / MS_PER_DAY : null
      const speed = activationSpeed({ days, age: after }).speed!
      return speed !== otherwise || doneBefore(newcomer, before) > 0 ? [speed] : [otherwise, nothing]
    },
  }
}
