import type { AccountRow } from '@contract/accounts.ts'
import { useQueries } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { FlexRender, type Header, type Row, tableFeatures, useTable } from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { type AccountFilter, accountsQuery, ROWS_A_PAGE } from '../../api/queries.ts'
import { GreyBar } from '../../parts/answer.tsx'
import { Icon } from '../../parts/icon.tsx'
import type { SortName } from '../../search/accounts-search.ts'
import { AsOfDay, columnLooks, columnsFor } from './account-columns.tsx'

const ROW_PX = 53
const features = tableFeatures({})
const route = getRouteApi('/accounts')

type AccountsTableProps = {
  filter: AccountFilter
  /** Rows there are, also those not read yet. */
  total: number
  asOf: string | null
  /** The score whose band is shown. */
  lead: string | null
  stale: boolean
}

/** Only the rows in sight are in the page; those not read yet are grey and asked for. */
export function AccountsTable({ filter, total, asOf, lead, stale }: AccountsTableProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [offset, setOffset] = useState(0)
  useEffect(() => setOffset((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY))
  const virtual = useWindowVirtualizer({ count: total, estimateSize: () => ROW_PX, overscan: 12, scrollMargin: offset })
  const items = virtual.getVirtualItems()
  const rowAt = useRowsInSight(filter, items[0]?.index ?? 0, items.at(-1)?.index ?? 0)
  const data = items.flatMap(({ index }) => rowAt(index) ?? [])
  const columns = useMemo(() => columnsFor(lead), [lead])
  const table = useTable({ features, columns, data, getRowId: (row) => row.key })
  const above = (items[0]?.start ?? offset) - offset
  const below = virtual.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset)
  const { rowsById } = table.getRowModel()
  return (
    <AsOfDay value={asOf}>
      <table
        aria-rowcount={total + 1}
        aria-busy={stale}
        className={`w-full table-fixed text-dense max-desk:block ${stale ? 'opacity-60' : ''}`}
      >
        <thead className="sticky top-0 z-[1] bg-paper text-small text-ink-3 max-desk:sr-only">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <HeadCell key={header.id} header={header} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody ref={body} className="max-desk:block">
          <Spacer height={above} columns={columns.length} />
          {items.map(({ index }) => {
            const row = rowsById[rowAt(index)?.key ?? '']
            if (row === undefined) return <GreyRow key={index} index={index} columns={columns.length} />
            return <AccountLine key={row.id} row={row} index={index} columns={columns} lead={lead} />
          })}
          <Spacer height={below} columns={columns.length} />
        </tbody>
      </table>
    </AsOfDay>
  )
}

/** Reads the pages of the list that the rows in sight are on. */
function useRowsInSight(filter: AccountFilter, first: number, last: number): (index: number) => AccountRow | undefined {
  const start = Math.floor(first / ROWS_A_PAGE)
  const count = Math.floor(last / ROWS_A_PAGE) - start + 1
  const pages = useQueries({ queries: Array.from({ length: count }, (_, at) => accountsQuery(filter, start + at)) })
  return (index) => pages[Math.floor(index / ROWS_A_PAGE) - start]?.data?.data[index % ROWS_A_PAGE]
}

type AccountLineProps = {
  row: Row<typeof features, AccountRow>
  index: number
  columns: ReturnType<typeof columnsFor>
  lead: string | null
}

/** Drawn again only when it is of another account, or says something else: while one scrolls, the lines in sight stay as they are. */
const AccountLine = memo(
  ({ row, index, lead }: AccountLineProps) => (
    <tr
      aria-rowindex={index + 2}
      className={`h-[3.3125rem] border-b border-line hover:bg-mist max-desk:grid max-desk:items-center ${lead === null ? 'max-desk:grid-cols-2' : 'max-desk:grid-cols-[38fr_25fr_37fr]'}`}
    >
      {row.getAllCells().map((cell) => (
        <td
          key={cell.id}
          className={`overflow-hidden px-1.5 py-1 align-middle first:pl-0 last:pr-0 ${columnLooks(cell.column.id).cell}`}
        >
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  ),
  (a, b) => a.row.original === b.row.original && a.index === b.index && a.columns === b.columns && a.lead === b.lead,
)

function HeadCell({ header }: { header: Header<typeof features, AccountRow, unknown> }) {
  const { sort = 'alerts', order = 'desc' } = route.useSearch()
  const navigate = route.useNavigate()
  const id = header.column.id as SortName
  const looks = columnLooks(id)
  const here = sort === id
  const next = here && order === looks.first ? (looks.first === 'asc' ? 'desc' : 'asc') : looks.first
  return (
    <th
      scope="col"
      aria-sort={here ? (order === 'asc' ? 'ascending' : 'descending') : 'none'}
      className={`border-b border-line-2 px-1.5 py-2 align-middle first:pl-0 last:pr-0 ${looks.width} ${looks.cell}`}
    >
      {looks.first === null ? (
        <span className="inline-flex h-5 items-center align-middle">{String(header.column.columnDef.header)}</span>
      ) : (
        <button
          type="button"
          onClick={() =>
            void navigate({ search: (before) => ({ ...before, sort: id, order: next ?? 'desc' }), replace: true })
          }
          className={`inline-flex h-5 items-center gap-1 whitespace-nowrap align-middle ${looks.cell.includes('text-right') ? 'flex-row-reverse' : ''} hover:text-ink ${here ? 'text-ink' : ''}`}
        >
          {String(header.column.columnDef.header)}
          {here && <Icon name="chevron" className={`!size-3 ${order === 'asc' ? '-rotate-90' : 'rotate-90'}`} />}
        </button>
      )}
    </th>
  )
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}

function GreyRow({ index, columns }: { index: number; columns: number }) {
  return (
    <tr aria-rowindex={index + 2} className="h-[3.3125rem] border-b border-line">
      <td colSpan={columns}>
        <GreyBar className="mb-1.5 h-2.5 w-2/5" />
        <GreyBar className="h-2 w-1/4" />
      </td>
    </tr>
  )
}
