import type { BandChanges } from '@contract/band-changes.ts'
import { BandMark } from '../../parts/band-mark.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { Section } from '../../parts/section.tsx'
import { CsvButton } from '../../parts/table.tsx'
import { formatCount, formatDay } from '../../words/format.ts'
import { daysBefore } from '../../words/intervals.ts'

/** A line for each band at the start, a column for each at the end. */
export function BandMatrix({ changes }: { changes: BandChanges }) {
  const names: (string | null)[] = [...changes.bands.map(({ band }) => band), null]
  const of = (from: string | null, to: string | null) =>
    changes.cells.find((cell) => cell.from === from && cell.to === to)?.accounts ?? 0
  const most = Math.max(1, ...changes.cells.filter(({ from, to }) => from !== to).map(({ accounts }) => accounts))
  const columns = [
    { head: 'was', value: (from: string | null) => from ?? 'none' },
    ...names.map((to) => ({ head: `is ${to ?? 'none'}`, value: (from: string | null) => of(from, to), right: true })),
  ]
  return (
    <Section
      title="From which band to which"
      right={<CsvButton name="band-matrix" columns={columns} rows={names} />}
      say={`Accounts by the band at the close of ${formatDay(daysBefore(changes.from, 1))} and at that of ${formatDay(changes.to)}. The darker, the more moved; who stayed is on the diagonal.`}
    >
      <Scrolling label="From which band to which" className="max-w-full">
        <table className="border-separate border-spacing-0.5 text-dense">
          <thead className="text-small text-ink-3">
            <tr>
              <th scope="col" className="pr-4 pb-1 font-medium">
                Was ╲ is
              </th>
              {names.map((to) => (
                <th key={to ?? 'none'} scope="col" className="min-w-28 px-2 pb-1 text-center">
                  <BandMark band={to} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((from) => (
              <tr key={from ?? 'none'}>
                <th scope="row" className="h-8 pr-4">
                  <BandMark band={from} />
                </th>
                {names.map((to) => {
                  const n = of(from, to)
                  const step = n === 0 ? 1 : 1 + Math.ceil((n / most) * 4)
                  return (
                    <td
                      key={to ?? 'none'}
                      className={`rounded-1 text-center ${from === to ? 'bg-mist text-ink-3' : `heat-${step}`}`}
                    >
                      {from === null && to === null ? '' : formatCount(n)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </Section>
  )
}
