import type { KeyRow } from '@contract/keys.ts'
import { deleteApi } from '../../api/post.ts'
import { DataTable } from '../../parts/table.tsx'
import { formatDay } from '../../words/format.ts'
import { RowButton } from './row-button.tsx'

type KeyTableProps = {
  label: string
  rows: readonly KeyRow[]
  /** Under which a key is revoked by its id. */
  path: '/keys' | '/me/tokens'
  none: string
  /** Whose a key is. */
  ownerOf?: (key: KeyRow) => string
}

const day = (at: string | null) => (at === null ? 'never' : formatDay(at.slice(0, 10)))

/** Keys by what begins them; never the whole. */
export function KeyTable({ label, rows, path, none, ownerOf }: KeyTableProps) {
  if (rows.length === 0) return <p className="text-dense text-ink-2">{none}</p>
  const owner =
    ownerOf === undefined ? [] : [{ head: 'Whose', value: ownerOf, className: 'min-w-32 [overflow-wrap:anywhere]' }]
  return (
    <DataTable<KeyRow>
      label={label}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { head: 'For', value: ({ source }) => source, className: 'min-w-32 font-medium [overflow-wrap:anywhere]' },
        {
          head: 'May',
          value: ({ scope, origins }) => `${SAYS[scope]}${origins === null ? '' : `, from ${origins.join(', ')}`}`,
          className: '[overflow-wrap:anywhere]',
        },
        ...owner,
        { head: 'Begins', value: ({ prefix }) => prefix, cell: ({ prefix }) => <code>{prefix}…</code> },
        { head: 'Made', value: ({ createdAt }) => day(createdAt), className: 'whitespace-nowrap' },
        { head: 'Used last', value: ({ lastUsedAt }) => day(lastUsedAt), className: 'whitespace-nowrap' },
        { head: 'Expires', value: ({ expiresAt }) => day(expiresAt), className: 'whitespace-nowrap' },
        {
          head: 'Change',
          value: () => null,
          right: true,
          cell: ({ id, source }) => (
            <RowButton
              does="Revoke"
              label={`revoke the key for ${source}`}
              work={() => deleteApi(`${path}/:id`, { id })}
              sure
            />
          ),
        },
      ]}
    />
  )
}

export const SAYS = {
  write: 'send events',
  read: 'look',
  edit: 'work',
  admin: 'everything',
} as const
