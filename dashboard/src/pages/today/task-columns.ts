import type { TaskRow } from '@contract/worklist.ts'
import type { Column } from '../../parts/table.tsx'
import { formatMoney } from '../../words/format.ts'

/** The list as a file has it. */
export const taskColumns: readonly Column<TaskRow>[] = [
  { head: 'account', value: ({ account }) => account },
  { head: 'name', value: ({ name }) => name },
  { head: 'team', value: ({ team }) => team },
  { head: 'assignee', value: ({ assignee }) => assignee },
  { head: 'health', value: ({ health }) => health?.band ?? null },
  { head: 'health points', value: ({ health }) => health?.value ?? null },
  { head: 'why', value: ({ because }) => because },
  { head: 'since', value: ({ reasons }) => reasons[0]?.since ?? null },
  { head: 'MRR', value: ({ mrr }) => (mrr === null ? null : formatMoney(mrr)) },
  { head: 'renews on', value: ({ renewsOn }) => renewsOn },
  { head: 'next step', value: ({ action }) => action },
  { head: 'due', value: ({ due }) => due },
  { head: 'overdue days', value: ({ overdueDays }) => overdueDays },
  { head: 'waits', value: ({ waits }) => waits },
]
