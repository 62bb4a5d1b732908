import type { SuppressionRow } from '../../contract/deliveries.ts'
import { telltaleError } from '../../core/errors.ts'
import { deliveryDeps } from '../../run/read/delivery-deps.ts'
import type { CommandSpec } from '../command.ts'
import { printable, renderTable } from '../render/render-table.ts'
import { withControl } from '../with-control.ts'

export const suppressionsListCommand: CommandSpec = {
  usage: 'suppressions list',
  summary:
    'Addresses that get nothing more: they asked for it, or do not exist. `telltale suppressions` does the same.',
  options: [],
  examples: ['npx telltale suppressions list'],
  run: async (invocation) => {
    const { io, json, clock } = invocation
    const list = await withControl(invocation, (control) => deliveryDeps({ control, clock }).listSuppressions())
    io.out(json ? JSON.stringify(list) : render(list.data))
    return 0
  },
}

export const suppressionsRemoveCommand: CommandSpec = {
  usage: 'suppressions remove <address>',
  summary: 'Let an address get messages again.',
  options: [],
  examples: ['npx telltale suppressions remove ana@example.com'],
  run: async (invocation) => {
    const [address = ''] = invocation.args
    const { io, json, clock } = invocation
    const was = await withControl(invocation, (control) => deliveryDeps({ control, clock }).removeSuppression(address))
    if (!was) throw telltaleError('not_found', { what: 'suppressed address', name: address.slice(0, 200) })
    io.out(json ? JSON.stringify({ address, suppressed: false }) : printable(`${address} gets messages again.`))
    return 0
  },
}

function render(rows: readonly SuppressionRow[]): string {
  if (rows.length === 0) return 'There are none.'
  return renderTable<SuppressionRow>(
    [
      { head: 'address', cell: ({ address }) => address },
      { head: 'channel', cell: ({ channel }) => channel },
      { head: 'since', cell: ({ at }) => at.slice(0, 10) },
      { head: 'why', cell: ({ why }) => why },
    ],
    rows,
  )
}
