import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { Choice, Segmented, TextField } from '../../parts/fields.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { INTERVALS, KINDS, type Kind, type QuestionsSearch, SPLITS } from './questions-search.ts'

const route = getRouteApi('/questions')
const SAID: Readonly<Record<Kind, string>> = {
  active: 'Who is active',
  retention: 'Who comes back',
  funnel: 'How far they get',
  lifecycle: 'Who came and went',
  stickiness: 'On how many days',
  sessions: 'Sessions',
}

/** The parts of a question; every one of them is in the address. */
export function Builder({ range }: { range: { readonly date_from: string; readonly date_to: string } }) {
  const { kind = 'active', actor = 'user', interval = 'week', by } = route.useSearch()
  const change = useChangeSearch<QuestionsSearch>()
  return (
    <section aria-label="The question" className="border-t border-line-2 pt-4">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <Choice
          label="Ask"
          value={kind}
          options={KINDS.map((one) => [one, SAID[one]])}
          onChange={(one) => change({ kind: one })}
        />
        <Segmented
          label="Of whom"
          value={actor}
          options={[
            ['user', 'Users'],
            ['account', 'Accounts'],
            ['member', 'Users by account'],
          ]}
          onChange={(one) => change({ actor: one })}
        />
        {kind !== 'funnel' && kind !== 'sessions' && kind !== 'stickiness' && (
          <Segmented
            label="Per"
            value={interval}
            options={INTERVALS.map((one) => [one, one])}
            onChange={(one) => change({ interval: one })}
          />
        )}
        <Choice
          label="Split by"
          value={by ?? ''}
          any="nothing"
          options={SPLITS.map((one) => [one, one === 'tenure' ? 'age of account' : one])}
          onChange={(one) => change({ by: one })}
        />
      </div>
      <WhatAndWhen range={range} />
    </section>
  )
}

function WhatAndWhen({ range }: { range: { readonly date_from: string; readonly date_to: string } }) {
  const { kind = 'active', event = '' } = route.useSearch()
  const change = useChangeSearch<QuestionsSearch>()
  return (
    <div className="mt-3 grid gap-x-4 desk:grid-cols-[minmax(0,1fr)_10rem_10rem]">
      <EventField key={kind} kind={kind} event={event} onAsk={(to) => change({ event: to === '' ? undefined : to })} />
      <TextField
        label="First day"
        type="date"
        value={range.date_from}
        onChange={(from) => change({ from: from === '' ? undefined : from })}
      />
      <TextField
        label="Last day"
        type="date"
        value={range.date_to}
        onChange={(to) => change({ to: to === '' ? undefined : to })}
      />
    </div>
  )
}

type EventFieldProps = { kind: Kind; event: string; onAsk: (event: string) => void }

function EventField({ kind, event, onAsk }: EventFieldProps) {
  const [text, setText] = useState(event)
  useEffect(() => setText(event), [event])
  const ask = (submitted: FormEvent) => {
    submitted.preventDefault()
    onAsk(text.trim())
  }
  return (
    <form onSubmit={ask} className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <TextField
          label={
            kind === 'funnel'
              ? 'Events in their order, with commas between'
              : 'Event or feature; left out: whatever counts as active'
          }
          value={text}
          onChange={setText}
        />
      </div>
      <Button type="submit" look="first" className="mb-3 desk:h-8">
        Ask
      </Button>
    </form>
  )
}
