import type { TaskAct, TaskRequest, TaskRow, Worklist, WorklistQuery } from '@contract/worklist.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { postApi } from '../../api/post.ts'
import { WORK, type WorklistPages, worklistPages } from '../../api/work.ts'

const PATHS = { done: 'done', snoozed: 'snooze', dismissed: 'dismiss' } as const

export type Acted = { readonly task: TaskRow; readonly act: TaskAct }

export type Acts = {
  /** The last one first. */
  readonly acted: readonly Acted[]
  /** Notes it, and takes the task from the list at once; puts it back where the server refuses. Throws ApiFailure. */
  readonly act: (task: TaskRow, request: TaskRequest) => Promise<void>
  /** Throws ApiFailure. */
  readonly undo: (acted: Acted) => Promise<void>
}

/** What is done about the tasks of one list, and taken back. */
export function useActs(asked: Partial<WorklistQuery>): Acts {
  const client = useQueryClient()
  const [acted, setActed] = useState<readonly Acted[]>([])
  const { queryKey } = worklistPages(asked, undefined)
  const refresh = () => client.invalidateQueries({ queryKey: [WORK] })
  return {
    acted,
    act: async (task, { what, ...body }) => {
      const before = client.getQueryData<WorklistPages>(queryKey)
      client.setQueryData<WorklistPages>(queryKey, (list) => list && without(list, task))
      try {
        const act = await postApi(`/tasks/:id/${PATHS[what]}`, { id: task.id }, { body })
        setActed((all) => [{ task, act }, ...all])
        void refresh()
      } catch (error) {
        client.setQueryData(queryKey, before)
        throw error
      }
    },
    undo: async (one) => {
      await postApi('/tasks/:id/undo', { id: one.task.id }, { body: { by: one.act.by } })
      setActed((all) => all.filter((other) => other !== one))
      await refresh()
    },
  }
}

function without(list: WorklistPages, task: TaskRow): WorklistPages {
  const withoutIt = (page: Worklist): Worklist => ({
    ...page,
    total: page.total - 1,
    tasks: page.tasks.filter(({ id }) => id !== task.id),
  })
  return { ...list, pages: list.pages.map(withoutIt) }
}
