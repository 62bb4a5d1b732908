import type { WorkloadRow } from '@contract/team.ts'
import { formatCount } from '../../words/format.ts'

/** What is due against what one can do: the upright mark. */
export function LoadBar({ row: { tasks, capacity, overdue } }: { row: WorkloadRow }) {
  const most = Math.max(tasks, capacity ?? 0, 1)
  const at = (n: number) => `${(n / most) * 100}%`
  const said = capacity === null ? formatCount(tasks) : `${formatCount(tasks)} of ${formatCount(capacity)}`
  return (
    <span className="flex items-center gap-3">
      <span className="min-w-14 flex-none whitespace-nowrap tabular-nums">
        {formatCount(tasks)}
        {capacity !== null && <span className="text-ink-3"> of {formatCount(capacity)}</span>}
      </span>
      <span className="relative h-2.5 min-w-20 flex-1 rounded-1 bg-mist-2" role="img" aria-label={`${said} due`}>
        <span className="absolute inset-y-0 left-0 rounded-1 bg-sea-fill" style={{ width: at(tasks) }} />
        <span
          className="absolute inset-y-0 left-0 rounded-1 bg-watch-fill"
          style={{ width: at(Math.min(tasks, overdue)) }}
        />
        {capacity !== null && <span className="absolute -inset-y-1 w-[1.5px] bg-ink" style={{ left: at(capacity) }} />}
      </span>
    </span>
  )
}
