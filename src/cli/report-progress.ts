import type { Clock } from '../core/time.ts'
import type { Io } from './io.ts'

export type Progress = {
  readonly update: (done: number, total: number | null) => void
  readonly end: (line: string) => void
}

/** Progress of long work on stderr: on a terminal a line that rewrites itself, elsewhere a line every five seconds. With rate and time left. */
export function reportProgress(io: Io, label: string, unit: string): Progress {
  const clock: Clock = io.clock
  const started = clock.now()
  const every = io.rewriteLine === null ? 5_000 : 100
  let last = started
  return {
    update: (done, total) => {
      const now = clock.now()
      if (now - last < every) return
      last = now
      const line = progressLine(label, unit, { done, total, elapsedMs: now - started })
      if (io.rewriteLine === null) io.err(line)
      else io.rewriteLine(line)
    },
    end: (line) => {
      io.rewriteLine?.('')
      io.err(line)
    },
  }
}

export function progressLine(
  label: string,
  unit: string,
  at: { done: number; total: number | null; elapsedMs: number },
): string {
  const rate = at.elapsedMs > 0 ? (at.done / at.elapsedMs) * 1000 : 0
  const speed = `${Math.round(rate).toLocaleString('en')} ${unit}/s`
  if (at.total === null || at.total === 0) return `${label}: ${at.done.toLocaleString('en')} ${unit}, ${speed}`
  const left = rate > 0 ? `, ${formatSeconds((at.total - at.done) / rate)} left` : ''
  return `${label}: ${Math.floor((at.done / at.total) * 100)} % (${at.done.toLocaleString('en')} of ${at.total.toLocaleString('en')} ${unit}), ${speed}${left}`
}

function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  return whole < 90 ? `${whole} s` : `${Math.round(whole / 60)} min`
}
