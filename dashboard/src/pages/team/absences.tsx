import type { AbsenceRequest, AbsenceRow, Team } from '@contract/team.ts'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { isApiFailure, needsKey } from '../../api/client.ts'
import { deleteApi, postApi } from '../../api/post.ts'
import { useIsViewer } from '../../api/session.ts'
import { WORK } from '../../api/work.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Choice, TextField } from '../../parts/fields.tsx'
import { KeyForm } from '../../parts/key-form.tsx'
import { setMe, useMe } from '../../parts/me.ts'
import { Section } from '../../parts/section.tsx'
import { DataTable } from '../../parts/table.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { formatDay } from '../../words/format.ts'

/** Who is away and who covers for them; their tasks go there meanwhile. */
export function Absences({ team }: { team: Team }) {
  const client = useQueryClient()
  const [isNew, setNew] = useOpened('absence')
  const isViewer = useIsViewer()
  const [failed, setFailed] = useState<unknown>(null)
  const remove = (row: AbsenceRow) => {
    setFailed(null)
    deleteApi('/absences/:id', { id: row.id })
      .then(() => client.invalidateQueries({ queryKey: [WORK] }))
      .catch(setFailed)
  }
  return (
    <Section
      title="Away"
      right={isViewer ? null : <Button onClick={() => setNew(true)}>Note an absence…</Button>}
      {...(team.absences.length === 0 ? { say: 'Nobody is away, and nobody will be as far as was noted.' } : {})}
    >
      {needsKey(failed) && <KeyForm what="Not removed yet." scope="admin" onUsed={() => setFailed(null)} />}
      {team.absences.length > 0 && (
        <DataTable
          label="Who is away"
          rows={team.absences}
          keyOf={({ id }) => String(id)}
          columns={[
            {
              head: 'Who',
              value: ({ person }) => person,
              cell: ({ person }) => <b className="font-medium">{person}</b>,
            },
            { head: 'From', value: ({ from }) => from, cell: ({ from }) => formatDay(from, team.today) },
            { head: 'To', value: ({ to }) => to, cell: ({ to }) => formatDay(to, team.today) },
            { head: 'Covered by', value: ({ cover }) => cover ?? 'the others in turn' },
            { head: 'Noted by', value: ({ by }) => by },
            {
              head: 'Change',
              value: () => null,
              right: true,
              cell: (row) =>
                !isViewer && (
                  <Button
                    look="bare"
                    className="!text-sea"
                    onClick={() => remove(row)}
                    aria-label={`Remove the absence of ${row.person}`}
                  >
                    Remove
                  </Button>
                ),
            },
          ]}
        />
      )}
      {isNew && <NewAbsence team={team} onClose={() => setNew(false)} />}
    </Section>
  )
}

function NewAbsence({ team, onClose }: { team: Team; onClose: () => void }) {
  const client = useQueryClient()
  const me = useMe()
  const people = [...new Set(team.data.flatMap(({ assignee }) => assignee ?? []))]
    .sort()
    .map((name) => [name, name] as const)
  const [request, setRequest] = useState<AbsenceRequest>({
    ...{ person: people[0]?.[0] ?? '', from: team.today, to: team.today, cover: null, by: me },
  })
  const [failed, setFailed] = useState<unknown>(null)
  const change = (part: Partial<AbsenceRequest>) => setRequest((before) => ({ ...before, ...part }))
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    setFailed(null)
    setMe(request.by)
    postApi('/absences', {}, { body: request })
      .then(() => client.invalidateQueries({ queryKey: [WORK] }))
      .then(onClose)
      .catch(setFailed)
  }
  const whole = request.person !== '' && request.by.trim() !== '' && request.to >= request.from
  return (
    <Dialog title="Note an absence" name="Note an absence" onClose={onClose}>
      {needsKey(failed) && <KeyForm what="Not noted yet." scope="admin" onUsed={() => send()} />}
      {failed !== null && !needsKey(failed) && (
        <p role="alert" className="mb-3 text-risk">
          Not noted: {isApiFailure(failed) ? failed.detail : 'the page met a fault of its own.'}
        </p>
      )}
      <form onSubmit={send}>
        <AbsenceFields request={request} people={people} change={change} />
        <FormButtons does="Note it" disabled={!whole} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

type FieldsProps = {
  request: AbsenceRequest
  people: readonly (readonly [string, string])[]
  change: (part: Partial<AbsenceRequest>) => void
}

function AbsenceFields({ request, people, change }: FieldsProps) {
  return (
    <>
      <div className="mb-3 flex flex-wrap gap-4">
        <Choice
          label="Who"
          value={request.person}
          options={people}
          onChange={(person) => change({ person: person ?? '' })}
        />
        <Choice
          label="Covered by"
          value={request.cover ?? ''}
          any="the others in turn"
          options={people.filter(([name]) => name !== request.person)}
          onChange={(cover) => change({ cover: cover ?? null })}
        />
      </div>
      <div className="grid grid-cols-2 gap-4">
        <TextField label="First day" type="date" value={request.from} onChange={(from) => change({ from })} required />
        <TextField
          label="Last day"
          type="date"
          value={request.to}
          min={request.from}
          onChange={(to) => change({ to })}
          required
        />
      </div>
      <TextField label="Your name" value={request.by} onChange={(by) => change({ by })} required />
    </>
  )
}
