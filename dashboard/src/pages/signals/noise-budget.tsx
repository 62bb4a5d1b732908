import { useQuery } from '@tanstack/react-query'
import { teamQuery } from '../../api/work.ts'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { MayCome } from '../../parts/waiting.tsx'
import { formatCount } from '../../words/format.ts'
import type { ProvedSignal } from './proved-signal.ts'

type TeamNoise = {
  readonly team: string
  readonly alerts: number
  readonly room: number | null
  readonly signals: readonly string[]
}

/** Alerts that each team got in a week, against those it has room for. */
export function NoiseBudget({ rows }: { rows: readonly ProvedSignal[] }) {
  const { data: team, isPending } = useQuery(teamQuery)
  if (isPending) return <MayCome />
  if (team === undefined || team.data.length === 0) return null
  const noise = [...new Set(team.data.map((row) => row.team))].map((name): TeamNoise => {
    const own = team.data.filter((row) => row.team === name)
    const rooms = own.flatMap(({ assignee, alertsPerWeek }) => (assignee === null ? [] : [alertsPerWeek]))
    return {
      team: name,
      alerts: own.reduce((sum, { alerts }) => sum + alerts, 0),
      room: rooms.some((room) => room === null) ? null : rooms.reduce<number>((sum, room) => sum + (room ?? 0), 0),
      signals: rows
        .filter(({ signal }) => signal.enabled && signal.suggest?.team === name)
        .map(({ signal }) => signal.title),
    }
  })
  return (
    <Section
      title="Noise budget"
      right={<CsvButton name="noise-budget" columns={COLUMNS} rows={noise} />}
      say="Alerts of the last 7 days that became tasks, against those a team has room for in a week. What is over the budget waits on Today."
    >
      <DataTable label="Noise budget" columns={COLUMNS} rows={noise} keyOf={({ team: name }) => name} />
    </Section>
  )
}

const COLUMNS: readonly Column<TeamNoise>[] = [
  { head: 'Team', value: ({ team }) => team, cell: ({ team }) => <b className="font-medium">{team}</b> },
  { head: 'Alerts, 7 days', value: ({ alerts }) => alerts, right: true },
  {
    head: 'Room for',
    value: ({ room }) => room,
    right: true,
    cell: ({ room, alerts }) =>
      room === null ? (
        <span className="text-ink-3">not said</span>
      ) : (
        <span className={alerts > room ? 'font-medium text-watch' : ''}>
          {formatCount(room)}
          {alerts > room && `, ${formatCount(alerts - room)} over`}
        </span>
      ),
  },
  {
    head: 'From',
    value: ({ signals }) => signals.join('; '),
    cell: ({ signals }) => signals.join(', ') || '–',
    className: 'w-1/2 max-desk:min-w-44',
  },
]
