import { useLocation, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/fields.tsx'
import { setMe, useMe } from '../../parts/me.ts'
import { Section } from '../../parts/section.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { type KeptQuestion, keepQuestions, MOST, useKeptQuestions } from './kept-questions.ts'

/** At most seven questions, each with an owner and the decision it serves. */
export function Board() {
  const kept = useKeptQuestions()
  const navigate = useNavigate()
  const [isNew, setNew] = useState(false)
  const full = kept.length >= MOST
  return (
    <Section
      title="The board"
      right={
        <Button onClick={() => setNew(true)} disabled={full} title={full ? `It holds ${MOST}: remove one first.` : ''}>
          Keep this question…
        </Button>
      }
      say={`At most ${MOST}, each with an owner and the decision it serves. The board is kept in this browser; an address can be sent to anybody.`}
    >
      {kept.length === 0 ? (
        <p className="text-dense text-ink-2">Nothing is kept yet. A question that serves no decision need not be.</p>
      ) : (
        <DataTable
          label="Kept questions"
          rows={kept}
          keyOf={({ title, search }) => `${title} ${search}`}
          columns={columnsOf(
            (search) => void navigate({ href: `/questions${search}` }),
            (one) => keepQuestions(kept.filter((other) => other !== one)),
          )}
        />
      )}
      {isNew && <Keep onClose={() => setNew(false)} onKeep={(one) => keepQuestions([...kept, one])} />}
    </Section>
  )
}

function Keep({ onClose, onKeep }: { onClose: () => void; onKeep: (question: KeptQuestion) => void }) {
  const me = useMe()
  const { searchStr } = useLocation()
  const [title, setTitle] = useState('')
  const [owner, setOwner] = useState(me)
  const [decision, setDecision] = useState('')
  const whole = [title, owner, decision].every((text) => text.trim() !== '')
  const keep = (event: FormEvent) => {
    event.preventDefault()
    if (!whole) return
    setMe(owner)
    onKeep({ title: title.trim(), owner: owner.trim(), decision: decision.trim(), search: searchStr })
    onClose()
  }
  return (
    <Dialog title="Keep this question" name="Keep this question" onClose={onClose}>
      <form onSubmit={keep}>
        <TextField label="The question" value={title} onChange={setTitle} required />
        <TextField label="Owner" value={owner} onChange={setOwner} required />
        <TextField label="Which decision does it serve?" value={decision} onChange={setDecision} required />
        <FormButtons does="Keep it" disabled={!whole} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

function columnsOf(onOpen: (search: string) => void, onRemove: (one: KeptQuestion) => void): Column<KeptQuestion>[] {
  return [
    {
      head: 'Question',
      value: ({ title }) => title,
      className: 'w-1/3',
      cell: (one) => (
        <button
          type="button"
          className="text-left font-medium text-sea hover:underline"
          onClick={() => onOpen(one.search)}
        >
          {one.title}
        </button>
      ),
    },
    { head: 'Owner', value: ({ owner }) => owner },
    { head: 'Decision it serves', value: ({ decision }) => decision, className: 'w-1/3' },
    {
      head: 'Change',
      value: () => null,
      right: true,
      cell: (one) => (
        <Button look="bare" className="!text-sea" aria-label={`Remove ${one.title}`} onClick={() => onRemove(one)}>
          Remove
        </Button>
      ),
    },
  ]
}
