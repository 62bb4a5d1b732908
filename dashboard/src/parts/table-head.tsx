/** A head of a table by hand. `isSaid`: only to whoever has it read out. `isWide`: not on a phone. Without words the column is a picture. */
export type Head = {
  readonly words: string | null
  readonly right?: boolean
  readonly isSaid?: boolean
  readonly isWide?: boolean
}

/** The row of heads of a table whose rows are written by hand; a plain table is a `DataTable`. */
export function TableHead({ heads }: { heads: readonly Head[] }) {
  return (
    <thead className="text-small text-ink-3">
      <tr className="border-b border-line">
        {heads.map(({ words, right, isSaid, isWide }, at) => {
          const looks = `py-1 pr-3 last:pr-0 ${right ? 'text-right' : ''} ${isWide ? 'max-desk:hidden' : ''}`
          if (words === null) return <td key={`picture ${heads[at - 1]?.words}`} className={looks} />
          return (
            <th key={words} scope="col" className={looks}>
              {isSaid ? <span className="sr-only">{words}</span> : words}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
