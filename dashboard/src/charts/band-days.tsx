import type { BandChanges } from '@contract/band-changes.ts'
import { stateOfBand } from '../words/bands.ts'
import { dayNumber, dayText } from '../words/days.ts'
import { formatCount, formatDay } from '../words/format.ts'
import { ChartSection } from './chart-section.tsx'
import { StackedBars } from './charts.ts'
import type { Tone } from './tones.ts'

const TONES: Readonly<Record<string, Tone>> = { streams: 'well', flutters: 'watch', hangs: 'risk', unknown: 'slate' }
const MOST = 60

type BandDaysProps = { id: string; title: string; say: string; changes: BandChanges }

/** Accounts in each band at the close of each day, or of every so many days of a long period. */
export function BandDays({ id, title, say, changes }: BandDaysProps) {
  const first = dayNumber(changes.from)
  const length = changes.bands[0]?.daily.length ?? 0
  const every = Math.max(1, Math.ceil(length / MOST))
  const at = Array.from({ length }, (_, day) => day).filter((day) => (length - 1 - day) % every === 0)
  const days = at.map((day) => dayText(first + day))
  const shown = [...changes.bands].reverse()
  const seen = new Set<Tone>()
  const series = shown.map(({ band, daily }, place) => {
    const tone = TONES[stateOfBand(band) ?? ''] ?? 'slate'
    const faint = seen.has(tone) || place > 3
    seen.add(tone)
    return { label: band, tone, faint, values: at.map((day) => daily[day] ?? 0) }
  })
  return (
    <ChartSection
      id={id}
      title={title}
      say={say}
      columns={[
        { head: 'day', value: (i: number) => days[i] ?? null },
        ...changes.bands.map(({ band, daily }) => ({
          head: band,
          value: (i: number) => daily[at[i] ?? 0] ?? null,
          right: true,
        })),
      ]}
      rows={days.map((_, i) => i)}
      keyOf={(i) => days[i] ?? ''}
      height={250}
    >
      <StackedBars
        label={`${title}: ${changes.bands.map(({ band, atEnd }) => `${band} ${formatCount(atEnd)}`).join(', ')} on ${changes.to}`}
        places={days.map((day) => formatDay(day, changes.to))}
        series={series}
        days={days}
        format={formatCount}
      />
    </ChartSection>
  )
}
