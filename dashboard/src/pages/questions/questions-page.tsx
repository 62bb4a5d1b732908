import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { postApi } from '../../api/post.ts'
import { statusQuery } from '../../api/queries.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { StackedBars } from '../../charts/charts.ts'
import { Answer } from '../../parts/answer.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { UntilEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { DataTable } from '../../parts/table.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { formatCount, formatDay } from '../../words/format.ts'
import { daysBefore, formatInterval } from '../../words/intervals.ts'
import { onScreen } from '../../words/measures.ts'
import { type AnswerTable, tableOf } from './answer-rows.ts'
import { type Asked, askOf } from './ask.ts'
import { Board } from './board.tsx'
import { Builder } from './builder.tsx'

const QUESTION = 'What do you want to know?'
const DAYS = 84
const route = getRouteApi('/questions')

export function QuestionsPage() {
  const search = route.useSearch()
  const asOf = useQuery(statusQuery).data?.asOf ?? null
  const range = {
    date_from: search.from ?? daysBefore(asOf ?? '2000-01-01', DAYS - 1),
    date_to: search.to ?? asOf ?? '2000-01-01',
  }
  const asked = askOf(search, range)
  const empty = asked.kind === 'funnel' && asked.query.steps.length === 0
  const query = useQuery({
    queryKey: ['analyze', asked.kind, asked.query],
    queryFn: ({ signal }) => postApi(`/analyze/${asked.kind}`, {}, { body: asked.query, signal }),
    enabled: asOf !== null && !empty,
    retry: false,
    placeholderData: (before, last) => (last?.queryKey[1] === asked.kind ? keepPreviousData(before) : undefined),
  })
  const command = `npx telltale analyze ${asked.kind} --json '${JSON.stringify(asked.query)}'`
  return (
    <>
      <title>Questions · Telltale</title>
      <PageBar name="Questions">{asOf !== null && <CopyButton text={command} what="Copy as command" />}</PageBar>
      <UntilEvents question={QUESTION}>
        <Answer
          question={QUESTION}
          sentence={
            query.data === undefined
              ? 'Choose what to count, of whom, and over which days.'
              : sentenceOf(asked, tableOf(asked, query.data))
          }
          room={2}
        />
        <Builder range={range} />
        {empty ? (
          <Empty
            missing="A funnel has no steps yet."
            next="Name its events in their order, with commas between: Signed Up, Project Created, Invite Sent."
          />
        ) : (
          <div className="mt-6">
            <Waiting query={query} what="The answer" height={341}>
              {(answer) => (
                <AnswerPart table={tableOf(asked, answer)} name={asked.kind} definition={onScreen(answer.definition)} />
              )}
            </Waiting>
          </div>
        )}
        <Board />
      </UntilEvents>
    </>
  )
}

/** "2,162 users were active in the week from 22 Jun 2026." The last whole number that was asked for. */
function sentenceOf(asked: Asked, { rows, heads, drawn }: AnswerTable): string {
  const at = drawn ?? 1
  const last = rows.findLast((row) => row[at] !== null && row[at] !== undefined)
  if (last === undefined) return 'Nothing is complete in these days.'
  const value = typeof last[at] === 'number' ? formatCount(last[at]) : String(last[at])
  const who = asked.query.actor === 'account' ? 'accounts' : 'users'
  if (asked.kind === 'active')
    return `${value} ${who} were active ${whenOf(String(last[0]), asked.query.interval ?? 'day')}.`
  if (asked.kind === 'sessions') return `${value} ${String(last[0])}.`
  return `${placeOf(last[0])}: ${value} ${who}, ${heads[at]}.`
}

/** "on 22 Jun 2026", "in the week from 22 Jun 2026", "in Jun 2026". */
function whenOf(start: string, interval: string): string {
  const said = formatInterval(start, interval, null)
  return interval === 'day' ? `on ${said}` : interval === 'week' ? `in the week from ${said}` : `in ${said}`
}

/** A day as one says it; anything else as it is. */
function placeOf(first: string | number | null | undefined): string {
  const text = String(first ?? '')
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `From ${formatDay(text)}` : text
}

function AnswerPart({ table, name, definition }: { table: AnswerTable; name: string; definition: string }) {
  const { heads, rows, drawn } = table
  const columns = heads.map((head, at) => ({
    head,
    value: (row: AnswerTable['rows'][number]) => row[at] ?? null,
    right: at > 0,
  }))
  if (rows.length === 0) return <p className="text-dense text-ink-2">Nobody, in these days.</p>
  const keyOf = (row: AnswerTable['rows'][number]) => String(row[0])
  return (
    <ChartSection
      id="answer"
      title="The answer"
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      height={260}
      note={`${definition} Hatched: not complete yet, and not told.`}
    >
      {drawn === null ? (
        <DataTable label={name} columns={columns} rows={rows} keyOf={keyOf} />
      ) : (
        <StackedBars
          label={`The answer: ${heads[drawn]}`}
          height={260}
          places={rows.map((row) => placeOf(row[0]).replace('From ', '').slice(0, 24))}
          series={[
            {
              label: heads[drawn] ?? '',
              tone: 'sea',
              values: rows.map((row) => (typeof row[drawn] === 'number' ? row[drawn] : null)),
            },
          ]}
          format={formatCount}
        />
      )}
    </ChartSection>
  )
}
