import { FILLS, type Tone } from './tones.ts'

/** What the colours are, where there is more than one. */
export function Key({
  series,
  hatch = false,
}: {
  series: readonly { label: string; tone: Tone; faint?: boolean }[]
  hatch?: boolean
}) {
  return (
    <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-3">
      {series.map(({ label, tone, faint }) => (
        <li key={label} className="flex items-center gap-1.5">
          <span
            className="h-2 w-3.5 rounded-[2px]"
            style={{ background: FILLS[tone], opacity: faint === true ? 0.45 : 1 }}
          />
          {label}
        </li>
      ))}
      {hatch && (
        <li className="flex items-center gap-1.5">
          <span className="hatch h-2 w-3.5 rounded-[2px] border border-line-2" /> not complete yet
        </li>
      )}
    </ul>
  )
}
