import type { ChannelRow } from '@contract/deliveries.ts'
import { useQuery } from '@tanstack/react-query'
import { postApi } from '../../api/post.ts'
import { channelsQuery } from '../../api/settings.ts'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { DataTable } from '../../parts/table.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { formatStamp } from '../../words/format.ts'
import { RowButton } from './row-button.tsx'

const STATES: Readonly<Record<ChannelRow['state'], { icon: IconName; word: string; text: string }>> = {
  well: { icon: 'check', word: 'gets through', text: 'text-well' },
  failing: { icon: 'warn', word: 'failing', text: 'text-risk' },
  paused: { icon: 'clock', word: 'spared for a while', text: 'text-watch' },
  off: { icon: 'cross', word: 'off', text: 'text-risk' },
  unused: { icon: 'ring', word: 'not used yet', text: 'text-ink-3' },
}

/** How the ways out do. */
export function Channels({ mayChange }: { mayChange: boolean }) {
  const channels = useQuery(channelsQuery)
  return (
    <Section
      title="Channels"
      say="By which messages leave. They are named in the configuration, their secrets in the environment."
    >
      <Waiting query={channels} what="The channels" height={132}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty
              missing="Nothing was sent yet."
              next={
                <>
                  Name a channel in the configuration, then try it: <code>npx telltale channels test NAME</code>
                </>
              }
            />
          ) : (
            <ChannelTable rows={data} mayChange={mayChange} />
          )
        }
      </Waiting>
    </Section>
  )
}

function ChannelTable({ rows, mayChange }: { rows: readonly ChannelRow[]; mayChange: boolean }) {
  return (
    <DataTable<ChannelRow>
      label="Channels"
      rows={rows}
      keyOf={({ channel }) => channel}
      columns={[
        { head: 'Channel', value: ({ channel }) => channel, className: 'font-medium [overflow-wrap:anywhere]' },
        {
          head: 'How it does',
          value: ({ state }) => STATES[state].word,
          cell: ({ state }) => (
            <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${STATES[state].text}`}>
              <Icon name={STATES[state].icon} /> {STATES[state].word}
            </span>
          ),
        },
        { head: 'Waiting', value: ({ waiting }) => waiting, right: true },
        { head: 'Given up', value: ({ dead }) => dead, right: true },
        {
          head: 'Got through last',
          value: ({ deliveredAt }) => (deliveredAt === null ? 'never' : formatStamp(deliveredAt)),
          className: 'whitespace-nowrap',
        },
        { head: 'Why', value: ({ why }) => why ?? '', className: '[overflow-wrap:anywhere]' },
        ...(mayChange ? [{ head: 'Change', value: () => null, right: true, cell: enableCell }] : []),
      ]}
    />
  )
}

function enableCell({ channel, state }: ChannelRow) {
  if (state !== 'off') return null
  const work = () => postApi('/channels/:name/enable', { name: channel }, { body: {} })
  return <RowButton does="Switch on" label={`switch on ${channel}`} work={work} />
}
