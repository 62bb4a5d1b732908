import type { ReactNode } from 'react'
import { formatDay } from '../words/format.ts'

/** `value` null and `ready` a day: too early. Both null: there is nothing to tell. */
export type HeatCell = {
  readonly value: number | null
  readonly said: string
  /** Below the number, small; without a number in its place. */
  readonly under?: string
  readonly ready: string | null
  /** Opens who is in it. */
  readonly onOpen?: (() => void) | undefined
  /** What the number is; where there is something below it, only who opens. */
  readonly label: string
}
export type HeatRow = {
  readonly key: string
  readonly name: ReactNode
  /** Left out where the table has no second column. */
  readonly size?: ReactNode
  readonly cells: readonly HeatCell[]
}

type HeatTableProps = {
  label: string
  first: string
  /** How many are in the row; left out where rows have no size. */
  second?: string
  heads: readonly string[]
  rows: readonly HeatRow[]
  total?: {
    readonly name: string
    readonly cells: readonly { readonly said: string; readonly limits: string | null }[]
  }
  /** Values at which the next step of the hue begins, smallest first; five of them. */
  steps: readonly number[]
  near: string | null
}

/** On a phone what names the row stays in sight. */
const STAYS = 'max-desk:sticky max-desk:left-0 max-desk:bg-paper'
const STEPS = ['heat-1', 'heat-2', 'heat-3', 'heat-4', 'heat-5', 'heat-6'] as const

/** A number in each cell and one hue; what is too early is hatched, with the day on which it is ready, and left out of totals. */
export function HeatTable({ label, first, second, heads, rows, total, steps, near }: HeatTableProps) {
  const stepOf = (value: number) => STEPS[steps.filter((from) => value >= from).length] ?? 'heat-6'
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll it
    <section aria-label={label} tabIndex={0} className="relative max-w-full overflow-x-auto max-desk:scroll-pl-44">
      <table className="w-full min-w-max border-separate border-spacing-0.5 text-dense">
        <thead className="text-small text-ink-3">
          <tr>
            <th scope="col" className={`pr-3 pb-1 ${STAYS}`}>
              {first}
            </th>
            {second !== undefined && (
              <th scope="col" className="pr-3 pb-1 text-right">
                {second}
              </th>
            )}
            {heads.map((head) => (
              <th key={head} scope="col" className="min-w-11 px-1 pb-1 text-center whitespace-nowrap">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" className={`h-7 pr-3 font-normal whitespace-nowrap ${STAYS}`}>
                {row.name}
              </th>
              {second !== undefined && <td className="pr-3 text-right text-ink-2">{row.size}</td>}
              {row.cells.map((cell, at) => (
                <Cell key={heads[at]} cell={cell} look={cell.value === null ? '' : stepOf(cell.value)} near={near} />
              ))}
            </tr>
          ))}
          {total !== undefined && (
            <tr className="font-medium">
              <th scope="row" className={`pt-1 pr-3 align-top font-medium whitespace-nowrap ${STAYS}`}>
                {total.name}
              </th>
              {second !== undefined && <td />}
              {total.cells.map(({ said, limits }, at) => (
                <td key={heads[at]} className="pt-1 text-center whitespace-nowrap">
                  {said}
                  {limits !== null && <span className="block text-micro font-normal text-ink-3">{limits}</span>}
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </section>
  )
}

function Cell({ cell, look, near }: { cell: HeatCell; look: string; near: string | null }) {
  const { value, ready, said, under, onOpen, label } = cell
  if (value === null)
    return (
      <td className={`rounded-1 text-center text-micro text-ink-3 ${ready === null ? '' : 'hatch'}`}>
        {ready === null && under}
        {ready !== null && (
          <span className="bg-paper px-1 whitespace-nowrap" title={`ready on ${formatDay(ready, near)}`}>
            {formatDay(ready, ready)}
          </span>
        )}
      </td>
    )
  const shown = (
    <>
      {said}
      {under !== undefined && <span className="block pb-0.5 text-micro">{under}</span>}
    </>
  )
  return (
    <td className={`rounded-1 px-1 text-center ${look}`}>
      {onOpen === undefined ? (
        shown
      ) : (
        <button
          type="button"
          onClick={onOpen}
          {...(under === undefined ? { 'aria-label': label } : {})}
          className="min-h-7 w-full rounded-1 hover:underline"
        >
          {shown}
          {under !== undefined && <span className="sr-only">: {label}</span>}
        </button>
      )}
    </td>
  )
}

/** What the hatch says, and the steps of the hue, which are darker on paper and brighter in the dark. */
export function HeatKey({ children }: { children: ReactNode }) {
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-small text-ink-3">
      <span className="flex items-center gap-1.5">
        <span className="hatch h-2.5 w-4 rounded-[2px] border border-line-2" /> too early, ready on the day shown; left
        out of totals
      </span>
      <span className="flex items-center gap-1.5">
        <span className="flex" aria-hidden="true">
          {STEPS.map((step) => (
            <span key={step} className={`h-2.5 w-3 ${step}`} />
          ))}
        </span>
        {children}
      </span>
    </p>
  )
}
