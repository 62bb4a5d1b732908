import type { BandChanges } from '@contract/band-changes.ts'
import { useQuery } from '@tanstack/react-query'
import { type BandsHow, bandsQuery } from '../../api/work.ts'
import { ActorTable } from '../../parts/actors-dialog.tsx'
import { BandMark } from '../../parts/band-mark.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { Section } from '../../parts/section.tsx'
import { CsvButton } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { Place } from '../../parts/waiting.tsx'
import { useCell } from '../../search/use-cell.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { daysBefore } from '../../words/intervals.ts'

type MatrixProps = { changes: BandChanges; how: BandsHow }

/** A line for each band at the start, a column for each at the end. `how` further questions about them are asked. */
export function BandMatrix({ changes, how }: MatrixProps) {
  const { cell, open, close } = useCell<Cell>()
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
      say={`Accounts by the band at the close of ${formatDay(daysBefore(changes.from, 1))} and at that of ${formatDay(changes.to)}. The stronger the ground, the more moved; who stayed is on the diagonal.`}
    >
      <Scrolling label="From which band to which, as a table" className="max-w-full">
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
                {names.map((to) => (
                  <MatrixCell
                    key={to ?? 'none'}
                    cell={{ was: from, is: to }}
                    accounts={of(from, to)}
                    most={most}
                    onOpen={open}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      {cell !== null && <CellMembers changes={changes} how={how} cell={cell} onClose={close} />}
    </Section>
  )
}

type MatrixCellProps = { cell: Cell; accounts: number; most: number; onOpen: (cell: Cell) => void }

/** How many; pressed, who. The stronger the ground, the more moved. */
function MatrixCell({ cell, accounts, most, onOpen }: MatrixCellProps) {
  const { was, is } = cell
  const step = accounts === 0 ? 1 : 1 + Math.ceil((accounts / most) * 4)
  return (
    <td className={`rounded-1 text-center ${was === is ? 'bg-mist text-ink-3' : `heat-${step}`}`}>
      {accounts > 0 && (
        <button
          type="button"
          onClick={() => onOpen(cell)}
          aria-label={`${countOf(accounts, 'account')} from ${was ?? 'none'} to ${is ?? 'none'}: who`}
          className="h-8 w-full rounded-1 hover:underline"
        >
          {formatCount(accounts)}
        </button>
      )}
      {accounts === 0 && (was !== null || is !== null) && '0'}
    </td>
  )
}

type Cell = { readonly was: string | null; readonly is: string | null }
type CellProps = MatrixProps & { cell: Cell; onClose: () => void }

/** Who went from one band to the other. */
function CellMembers({ changes, how, cell, onClose }: CellProps) {
  const { score, from, to } = changes
  const asked = { score, from, to, was: cell.was ?? 'none', is: cell.is ?? 'none', limit: MOST }
  const query = useQuery(bandsQuery({ ...asked, ...how }))
  const title = `From ${cell.was ?? 'no band'} to ${cell.is ?? 'no band'}`
  const total = changes.cells.find((one) => one.from === cell.was && one.to === cell.is)?.accounts ?? 0
  const members = query.isPlaceholderData ? undefined : query.data?.members
  return (
    <Dialog title={title} name={title} onClose={onClose}>
      {query.isError && (
        <Trouble what="Who is in it could not be read." error={query.error} again={() => query.refetch()} />
      )}
      {members === undefined && !query.isError && <Place height={220} />}
      {members !== undefined && <ActorTable refs={members} total={total} />}
    </Dialog>
  )
}

const MOST = 10_000
