import type { TaskRow, Worklist, WorklistQuery } from '@contract/worklist.ts'
import { getRouteApi } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { isApiFailure, needsKey } from '../../api/client.ts'
import { useIsViewer } from '../../api/session.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { ActDialog, type ActKind } from './act-dialog.tsx'
import { OpenedTask } from './opened-task.tsx'
import { TaskLine } from './task-line.tsx'
import type { TodaySearch } from './today-search.ts'
import { type Acted, type Acts, useActs } from './use-acts.ts'
import { useListKeys } from './use-list-keys.ts'

const route = getRouteApi('/today')

type Acting = { readonly kind: ActKind; readonly task: TaskRow }

type TableProps = {
  list: Worklist
  asked: Partial<WorklistQuery>
  /** Reads on; null: that is all. */
  more: (() => void) | null
}

/** The ranked list down to the line that capacity draws, and what waits below it; the chosen task opens in place, and is shown however far down it stands. */
export function WorklistTable({ list, asked, more }: TableProps) {
  const acts = useActs(asked)
  const isViewer = useIsViewer()
  const { acting, begin, end } = useActing(isViewer)
  const { task: chosen } = route.useSearch()
  const change = useChangeSearch<TodaySearch>()
  const shown = list.tasks
  const here = shown.find(({ id }) => id === chosen) ?? shown[0]
  const choose = (task: TaskRow) => change({ task: task.id })
  const isWhole = list.total <= shown.length
  useListKeys({ tasks: shown, here, choose, act: begin, isActing: acting !== null, more: isWhole ? null : more })
  const firstWaiting = shown.find(({ waits }) => waits !== null)
  return (
    <>
      <table className="w-full table-fixed text-dense max-desk:block">
        <Heads withAssignee={list.assignee === null} />
        <tbody className="max-desk:block">
          {shown.map((task) => (
            <Fragment key={task.id}>
              {task === firstWaiting && <CutLine list={list} />}
              <TaskLine
                task={task}
                today={list.today}
                isHere={task === here}
                onChoose={() => choose(task)}
                withAssignee={list.assignee === null}
              />
              {task === here && (
                <OpenedTask task={task} today={list.today} isViewer={isViewer} onAct={(kind) => begin(kind, task)} />
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      <p className="mt-3 flex flex-wrap items-center gap-3 text-small text-ink-3">
        {!isWhole && more !== null && (
          <Button look="bare" className="!text-sea" onClick={more}>
            Show {formatCount(Math.min(200, list.total - shown.length))} more
          </Button>
        )}
        {!isWhole && `The first ${formatCount(shown.length)} of ${countOf(list.total, 'task')}.`}
      </p>
      <ActedLines acts={acts} />
      {acting !== null && (
        <ActDialog
          kind={acting.kind}
          task={acting.task}
          today={list.today}
          by={list.assignee ?? ''}
          onAct={(request) => acts.act(acting.task, request)}
          onClose={end}
        />
      )}
    </>
  )
}

/** What somebody is about to do. */
function useActing(isViewer: boolean) {
  const [acting, setActing] = useState<Acting | null>(null)
  const begin = (kind: ActKind, task: TaskRow) => {
    if (!isViewer) setActing({ kind, task })
  }
  return { acting, begin, end: () => setActing(null) }
}

function Heads({ withAssignee }: { withAssignee: boolean }) {
  return (
    <thead className="text-small text-ink-3 max-desk:sr-only">
      <tr className="border-b border-line-2">
        <th scope="col" className="w-[17%] py-2 pl-3 wide:w-[16%]">
          Account
        </th>
        <th scope="col" className="w-[12.5%]">
          Health
        </th>
        <th scope="col">Alert and why</th>
        <th scope="col" className="w-[14.5%] wide:w-[9%]">
          Since
        </th>
        <th scope="col" className="w-[11%] pr-3 text-right wide:w-[7%]">
          MRR
        </th>
        <th scope="col" className="w-px text-right wide:w-[9.5%] wide:pr-3">
          <span className="max-wide:sr-only">Renewal</span>
        </th>
        <th scope="col" className="w-[18%] pr-3 wide:w-[17%]">
          Next step{withAssignee ? ', whose' : ''}
        </th>
      </tr>
    </thead>
  )
}

function CutLine({ list: { room, waiting, horizon } }: { list: Worklist }) {
  const n = waiting.capacity + waiting.budget
  const span = { day: 'Your day', week: 'Your week', month: 'Your month' }[horizon]
  return (
    <tr className="max-desk:block">
      <td colSpan={7} className="border-b border-line-2 px-3 pt-6 pb-2 text-small text-ink-3 max-desk:block">
        {room === null ? 'Beyond what there is room for' : `${span} holds ${formatCount(room)}`}: {countOf(n, 'task')}{' '}
        can wait.
      </td>
    </tr>
  )
}

const DONE = { done: 'Done', snoozed: 'Snoozed', dismissed: 'Dismissed' } as const

/** What was done on this page, each with the way back. */
function ActedLines({ acts }: { acts: Acts }) {
  const [failed, setFailed] = useState<unknown>(null)
  const undo = (one: Acted) => {
    setFailed(null)
    acts.undo(one).catch(setFailed)
  }
  return (
    <div role="status" data-next="[data-opened] :is(a, button)" className="text-small text-ink-3">
      <ul>
        {acts.acted.map((one) => (
          <li key={one.act.at + one.task.id} className="mt-1 flex flex-wrap items-center gap-2">
            <Icon name="check" className="text-well" />
            <span className="min-w-0 truncate">
              {DONE[one.act.what]}: {one.task.name.slice(0, 80)}
              {one.act.result !== null && `, ${one.act.result}`}
              {one.act.until !== null && ` until ${formatDay(one.act.until, one.act.at)}`}
            </span>
            <Button look="bare" className="!text-sea" onClick={() => undo(one)}>
              <Icon name="undo" /> Undo
            </Button>
          </li>
        ))}
      </ul>
      {failed !== null && (
        <p role="alert" className="text-risk">
          Not taken back: {isApiFailure(failed) ? failed.detail : needsKey(failed) ? 'a key is needed.' : 'try again.'}
        </p>
      )}
    </div>
  )
}
