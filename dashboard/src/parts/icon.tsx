import type { SignalTypeName } from '@contract/values.ts'

const PATHS = {
  search: 'M7 2.5a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.500 10.500 14 14',
  down: 'M3 4.500 13 11.500M13 6.500v5H8',
  up: 'M3 11.500 13 4.500M13 9.500v-5H8',
  check: 'M3.500 8.500 6.500 11.500 12.500 4.500',
  ring: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11z',
  clock: 'M8 2.200a5.800 5.800 0 1 0 0 11.600A5.800 5.800 0 0 0 8 2.200zM8 4.800V8l2.200 1.600',
  table: 'M2 4h12M2 8h12M2 12h12',
  chart: 'M3 13V9M8 13V6M13 13V3',
  warn: 'M8 2.500 14.200 13H1.800zM8 6.500v3M8 11.300v.1',
  cross: 'm4 4 8 8M12 4l-8 8',
  accounts: 'M2.500 13.500v-9l5-2v11M7.500 6.500l6 2v5M2 13.500h12',
  step: 'M2.500 12.500h3.500v-3h3.500v-3h4',
  wave: 'M2 9.500c2-4 4-4 6-1.500s4 2.500 6-1.500',
  spark: 'M8 2v4M8 10v4M2 8h4M10 8h4',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1.500v1.200M8 13.300v1.200M1.500 8h1.200M13.300 8h1.200',
  contrast: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM8 2.500v11M10.500 4v8',
  moon: 'M13 9.800A5.500 5.500 0 0 1 6.200 3a5.500 5.500 0 1 0 6.800 6.800z',
  tune: 'M2.500 5h5M11.500 5h2M9.500 3v4M2.500 11h2M8.500 11h5M6.500 9v4',
  undo: 'M5.500 3 2.500 6l3 3M2.500 6h7a3.500 3.500 0 0 1 0 7H7',
  mail: 'M2 3.500h12v9H2zM2.500 4.500 8 8.900l5.500-4.400',
  away: 'M3 13h10M8 10V3M4.500 6.500 8 3l3.500 3.500',
  chevron: 'm5.500 3.500 5 4.500-5 4.500',
} as const

export type IconName = keyof typeof PATHS

/** A 16 px line icon; the word beside it carries the meaning. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={`inline-block size-4 flex-none fill-none stroke-current stroke-[1.5] ${className}`}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}

/** Icon and colours of a type of signal: never colour alone. */
export const SIGNAL_LOOKS: Readonly<
  Record<SignalTypeName, { icon: IconName; word: string; text: string; wash: string; fill: string }>
> = {
  risk: { icon: 'down', word: 'Risk', text: 'text-risk', wash: 'bg-risk-wash', fill: 'bg-risk-fill' },
  expansion: { icon: 'up', word: 'Expansion', text: 'text-well', wash: 'bg-well-wash', fill: 'bg-well-fill' },
  intent: { icon: 'spark', word: 'Intent', text: 'text-sea', wash: 'bg-sea-wash', fill: 'bg-sea-fill' },
  activation: { icon: 'step', word: 'Activation', text: 'text-sea', wash: 'bg-sea-wash', fill: 'bg-sea-fill' },
  engagement: { icon: 'wave', word: 'Engagement', text: 'text-watch', wash: 'bg-watch-wash', fill: 'bg-watch-fill' },
}

/** The mark: a tack and a strip of wool. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 20 20"
      aria-hidden="true"
      className="size-5 fill-none stroke-current text-well"
      strokeLinecap="round"
    >
      <path d="M5 1.500v17" strokeWidth="1.5" opacity=".45" />
      <circle cx="5" cy="7" r="2.4" className="fill-current stroke-none" />
      <path d="M5 7c4-2 7.500 2 13.500-.6" strokeWidth="1.8" />
      <path d="M5 13c3.400-1.400 5.600 1 9 0" strokeWidth="1.2" opacity=".55" />
    </svg>
  )
}

export type ThreadState = 'streams' | 'flutters' | 'hangs' | 'unknown'

/** The thread as a state: it streams when all is well, flutters when it waits, hangs when there is no wind, and is dots when nothing is known. */
export function ThreadMark({ state }: { state: ThreadState }) {
  const looks = { streams: 'text-well', flutters: 'text-watch', hangs: 'text-risk', unknown: 'text-ink-3' }[state]
  return (
    <svg
      viewBox="0 0 20 16"
      aria-hidden="true"
      className={`h-4 w-5 flex-none fill-none stroke-current stroke-[1.5] ${looks}`}
      strokeLinecap="round"
    >
      <circle cx="3" cy="8.2" r="2.2" className={state === 'unknown' ? '' : 'fill-current stroke-none'} />
      {state === 'streams' && <path d="M3 8.200c5-1.800 8.500 1.200 15.500-1.200" />}
      {state === 'flutters' && <path d="M3 8.200c2.400-5.800 5-5.800 7 0s4.600 5.800 7.500-1.400" />}
      {state === 'hangs' && <path d="M3 8.200c5-3 9-2 9.500 6.300" />}
      {state === 'unknown' && <path d="M8.500 8h.1M12.800 8h.1M17.100 8h.1" strokeWidth="2" />}
    </svg>
  )
}
