import { type Stream, uniform } from '../../core/stream.ts'
import { categorical, chance, integerBetween, pick } from '../sample.ts'

/** The five steps of onboarding, with how often each event must happen. */
export const STEPS = {
  'Data Source Connected': 1,
  'Dashboard Built': 1,
  'Dashboard Shared': 3,
  'Report Scheduled': 1,
  'Custom Metric Created': 1,
} as const
export type Step = keyof typeof STEPS
const NAMES = Object.keys(STEPS) as readonly Step[]

export type Status = 'green' | 'yellow' | 'red'
export type Onboarding = {
  /** What it is on day 30. */
  readonly status: Status
  /** Elapsed days of each step that is done, in order. */
  readonly steps: readonly { readonly step: Step; readonly day: number }[]
  /** People at work, each on so many weekdays. */
  readonly people: number
  readonly daysPerWeek: number
}

/** Shares of the statuses on day 30. */
const SHARES: Readonly<Record<Status, number>> = { green: 0.42, yellow: 0.31, red: 0.27 }
const STATUSES = Object.keys(SHARES) as readonly Status[]

/** An onboarding that is of its status on day 30 by the table of thirty days, and goes on after it. */
export function drawOnboarding(source: Stream): Onboarding {
  const status = STATUSES[categorical(uniform(source), Object.values(SHARES))]!
  const course = status === 'green' ? drawGreen(source) : status === 'yellow' ? drawYellow(source) : drawRed(source)
  return { status, ...course }
}

type Course = Omit<Onboarding, 'status'>

function drawGreen(source: Stream): Course {
  return {
    steps: inOrder(source, NAMES, { from: 0, to: 13 }),
    people: integerBetween(source, 2, 6),
    daysPerWeek: integerBetween(source, 2, 4),
  }
}

/** All steps, but late; all of them by one person; or two to four, with the data connected. */
function drawYellow(source: Stream): Course {
  const daysPerWeek = integerBetween(source, 2, 3)
  const kind = categorical(uniform(source), [0.25, 0.2, 0.55])
  if (kind === 0) {
    const days = inOrder(source, NAMES, { from: 2, to: 20 })
    const late = days.map((one, i) => (i === days.length - 1 ? { ...one, day: integerBetween(source, 16, 28) } : one))
    return { steps: late, people: integerBetween(source, 2, 3), daysPerWeek }
  }
  if (kind === 1) return { steps: inOrder(source, NAMES, { from: 0, to: 13 }), people: 1, daysPerWeek }
  const n = integerBetween(source, 2, 4)
  const steps = inOrder(source, NAMES.slice(0, n), { from: 0, to: 13 })
  // Half of them come to the rest, up to two months after they began.
  const rest = chance(source, 0.5) ? inOrder(source, NAMES.slice(n), { from: 31, to: 60 }) : []
  return { steps: [...steps, ...rest], people: integerBetween(source, 1, 3), daysPerWeek }
}

/** None or one step; or two, at hardly any sign-in, or without data. A fifth gets going in the second month. */
function drawRed(source: Stream): Course {
  const kind = categorical(uniform(source), [0.3, 0.4, 0.15, 0.15])
  const done: readonly Step[] = [
    [],
    [pick(source, NAMES.slice(0, 2))],
    NAMES.slice(0, 2),
    ['Dashboard Built', 'Report Scheduled'] as const,
  ][kind]!
  const steps = inOrder(source, done, { from: 1, to: 13 })
  const left = NAMES.filter((name) => !done.includes(name)).slice(0, 4 - done.length)
  const late = chance(source, 0.2) ? inOrder(source, left, { from: 35, to: 60 }) : []
  const isLow = kind === 0 || kind === 2
  return { steps: [...steps, ...late], people: 1, daysPerWeek: isLow ? 1 : integerBetween(source, 1, 3) }
}

type Between = { readonly from: number; readonly to: number }

function inOrder(source: Stream, names: readonly Step[], { from, to }: Between): Onboarding['steps'] {
  const days = names.map(() => integerBetween(source, from, to)).sort((a, b) => a - b)
  return names.map((step, i) => ({ step, day: days[i]! }))
}
