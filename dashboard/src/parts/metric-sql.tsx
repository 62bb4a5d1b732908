import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { definitionQuery } from '../api/metrics.ts'
import { countOf } from '../words/format.ts'
import { CopyButton } from './copy-button.tsx'
import { Scrolling } from './scrolling.tsx'

/** Whoever only passes over a name asks nothing of the store. */
const PASSING_MS = 300
const FIRST_LINES = 8
const NONE = 'No statement of its own: it is worked out day by day from the daily counts of each account.'

/** How the SQL of a metric begins, asked for as soon as somebody stays. */
export function MetricSqlStart({ id }: { id: string }) {
  const [stays, setStays] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setStays(true), PASSING_MS)
    return () => clearTimeout(timer)
  }, [])
  const { data: metric, isError } = useQuery({ ...definitionQuery(id), enabled: stays })
  const data = metric === undefined ? undefined : (metric?.sql ?? [])
  return (
    <span className="mt-2 block border-t border-line pt-2 text-ink-3">
      {isError && 'Its SQL could not be read just now.'}
      {data === undefined && !isError && 'Reading its SQL…'}
      {data?.length === 0 && NONE}
      {data !== undefined && data.length > 0 && (
        <>
          <code className="mb-1 block overflow-hidden text-[0.6875rem] whitespace-pre text-ink-2">{startOf(data)}</code>
          {countOf(data.length, 'statement')}; press the name for all of it.
        </>
      )}
    </span>
  )
}

/** Of the longest: the others say who is left out. */
function startOf(statements: readonly string[]): string {
  const statement = statements.reduce((longest, one) => (one.length > longest.length ? one : longest), '')
  const lines = statement.split('\n')
  return lines.length <= FIRST_LINES ? statement : `${lines.slice(0, FIRST_LINES).join('\n')}\n…`
}

/** All the SQL of a metric, to read and to copy. */
export function MetricSql({ statements }: { statements: readonly string[] }) {
  return (
    <div className="mt-4 border-t border-line pt-3">
      {statements.length === 0 ? (
        <p className="text-ink-2">{NONE}</p>
      ) : (
        <>
          <div className="mb-2 flex items-center gap-3 text-small text-ink-3">
            {countOf(statements.length, 'statement')} asked of the store, for this period and the one before
            <span className="ml-auto">
              <CopyButton text={statements.join(';\n\n')} />
            </span>
          </div>
          {[...new Set(statements)].map((statement, at) => (
            <Scrolling key={statement} label={`Statement ${at + 1}`} className="mb-3 max-h-72 rounded-2 bg-mist p-3">
              <pre className="text-small">{statement}</pre>
            </Scrolling>
          ))}
        </>
      )}
    </div>
  )
}
