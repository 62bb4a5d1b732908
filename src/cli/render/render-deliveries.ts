import type { ChannelRow, DeliveryDetail, DeliveryPage, DeliveryRow } from '../../contract/deliveries.ts'
import { counted } from '../counted.ts'
import { printable, renderTable } from './render-table.ts'

export function renderDeliveries({ hold, data }: DeliveryPage): string {
  const held =
    hold === null
      ? []
      : [
          `Nothing leaves since the restore of ${short(hold.since)} (backup of ${short(hold.backupOf)}): ${counted(hold.waiting, 'message')} may have left since that backup. \`telltale deliveries confirm --send\` or \`--drop\` decides.`,
        ]
  const rows = data.length === 0 ? 'There are none.' : renderTable<DeliveryRow>(COLUMNS, data)
  return [...held, rows].join('\n\n')
}

const COLUMNS = [
  { head: 'id', cell: ({ id }: DeliveryRow) => String(id), number: true },
  { head: 'when', cell: ({ settledAt, createdAt }: DeliveryRow) => short(settledAt ?? createdAt) },
  { head: 'channel', cell: ({ channel }: DeliveryRow) => channel },
  { head: 'to', cell: ({ target }: DeliveryRow) => target },
  { head: 'what', cell: ({ title }: DeliveryRow) => cut(title) },
  { head: 'state', cell: ({ state }: DeliveryRow) => state },
  { head: 'attempts', cell: ({ attempts }: DeliveryRow) => String(attempts), number: true },
  { head: 'why', cell: ({ why, nextAt }: DeliveryRow) => cut(why === null ? '' : `${why}${next(nextAt)}`) },
] as const

function next(at: string | null): string {
  return at === null ? '' : `; again ${short(at)}`
}

export function renderDelivery(delivery: DeliveryDetail): string {
  const { id, key, channel, target, title, state, why, message, log } = delivery
  const lines = [
    `${id}: ${title}`,
    `  ${channel}${target === '' ? '' : ` to ${target}`}, ${state}${why === null ? '' : `: ${why}`}`,
    `  key ${key}`,
    ...log.map((one) => `  attempt ${one.attempt} ${short(one.at)}: ${one.outcome} in ${one.tookMs} ms, ${one.detail}`),
    `  ${JSON.stringify(message)}`,
  ]
  return lines.map(printable).join('\n')
}

export function renderChannels(rows: readonly (ChannelRow & { readonly kind: string | null })[]): string {
  if (rows.length === 0) return 'There are no channels; `channels` of the configuration names them.'
  return renderTable(
    [
      { head: 'channel', cell: ({ channel }) => channel },
      { head: 'kind', cell: ({ kind }) => kind ?? 'not configured' },
      { head: 'state', cell: ({ state }) => state },
      { head: 'waiting', cell: ({ waiting }) => String(waiting), number: true },
      { head: 'dead', cell: ({ dead }) => String(dead), number: true },
      { head: 'last through', cell: ({ deliveredAt }) => (deliveredAt === null ? '' : short(deliveredAt)) },
      { head: 'why', cell: ({ why }) => cut(why ?? '') },
    ],
    rows,
  )
}

function short(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}

function cut(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`
}
