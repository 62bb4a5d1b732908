import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton } from '../../parts/table.tsx'
import { formatShare } from '../../words/measures.ts'
import type { ProvedSignal } from './proved-signal.ts'

const STEPS = [0.02, 0.1, 0.2, 0.35, 0.5]

/** How often an alert of one signal comes while another is on: two that always come together are one. */
export function Overlaps({ rows }: { rows: readonly ProvedSignal[] }) {
  const shown = rows.filter(({ proof }) => proof !== null && proof.alerts > 0)
  if (shown.length < 2) return null
  const columns: Column<ProvedSignal>[] = [
    { head: 'signal', value: ({ signal }) => signal.title },
    ...shown.map((other) => ({ head: other.signal.title, value: (row: ProvedSignal) => overlapOf(row, other) })),
  ]
  return (
    <Section
      title="Which say the same"
      right={<CsvButton name="overlaps" columns={columns} rows={shown} />}
      say="Of the days on which one of the two was on, the share on which both were. Two that overlap by half or more say much the same."
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll it */}
      <section aria-label="Overlaps" tabIndex={0} className="relative max-w-full overflow-x-auto">
        <table className="border-separate border-spacing-0.5 text-dense">
          <thead className="text-small text-ink-3">
            <tr>
              <td />
              {shown.map(({ signal }) => (
                <th key={signal.key} scope="col" className="min-w-24 px-1 pb-1 text-center font-medium">
                  {signal.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.signal.key}>
                <th scope="row" className="h-7 pr-4 font-normal whitespace-nowrap">
                  {row.signal.title}
                </th>
                {shown.map((other) => (
                  <OverlapCell key={other.signal.key} share={overlapOf(row, other)} isSelf={row === other} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  )
}

function OverlapCell({ share, isSelf }: { share: number | null; isSelf: boolean }) {
  if (isSelf) return <td className="rounded-1 bg-mist text-center text-ink-3">·</td>
  const step = share === null ? 1 : STEPS.filter((from) => share >= from).length + 1
  return <td className={`rounded-1 text-center heat-${step}`}>{share === null ? '0\u202f%' : formatShare(share)}</td>
}

/** It stands with either of the two. */
function overlapOf(row: ProvedSignal, other: ProvedSignal): number | null {
  const of = (one: ProvedSignal, name: string) =>
    one.proof?.overlaps.find((found) => found.name === name)?.rate.estimate
  return of(row, other.signal.key) ?? of(other, row.signal.key) ?? null
}
