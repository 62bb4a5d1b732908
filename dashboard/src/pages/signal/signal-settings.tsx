import type { SettingRow } from '@contract/settings.ts'
import type { SignalRow } from '@contract/signals.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { needsKey } from '../../api/client.ts'
import { postApi } from '../../api/post.ts'
import { useIsViewer } from '../../api/session.ts'
import { SETTINGS, settingsOf } from '../../api/settings.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { Choice, NoteField, TextField } from '../../parts/fields.tsx'
import { KeyForm } from '../../parts/key-form.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { useSend } from '../../parts/use-send.ts'
import { Waiting } from '../../parts/waiting.tsx'
import { countOf, formatDay } from '../../words/format.ts'
import { WouldMean } from './would-mean.tsx'

/** What of the signal can be set here, over the configuration file; what is meant is seen before it is saved. */
export function SignalSettings({ signal, tried }: { signal: SignalRow; tried: Tried | null }) {
  const settings = useQuery(settingsOf(signal.key))
  const [open, setOpen] = useState<Draft | null>(null)
  const isViewer = useIsViewer()
  return (
    <Section
      title="Settings"
      say="What is set here lies over the configuration file, is in force within a second, and turns nothing off or on that would send a message."
    >
      <Waiting query={settings} what="The settings" height={176}>
        {({ data }) => (
          <SettingTable rows={data} tried={tried} onOpen={isViewer ? null : (row, value) => setOpen({ row, value })} />
        )}
      </Waiting>
      <Note>
        <code>npx telltale config pull</code> makes a patch of what was set, for the repository.
      </Note>
      {open !== null && <SettingDialog draft={open} signal={signal} onClose={() => setOpen(null)} />}
    </Section>
  )
}

/** A threshold that stands on the slider and is not in force. */
export type Tried = { readonly part: string; readonly threshold: number }
type Draft = { readonly row: SettingRow; readonly value: string }

type TableProps = {
  rows: readonly SettingRow[]
  tried: Tried | null
  /** null: who looks may not change it. */
  onOpen: ((row: SettingRow, value: string) => void) | null
}

function SettingTable({ rows, tried, onOpen }: TableProps) {
  const change: Column<SettingRow>[] =
    onOpen === null
      ? []
      : [
          {
            head: 'Change',
            value: () => null,
            right: true,
            cell: (row) => {
              const slid = tried !== null && row.part === tried.part ? String(tried.threshold) : null
              return (
                <span className="whitespace-nowrap">
                  {slid !== null && slid !== row.value && (
                    <Button look="first" className="-my-1 mr-2" onClick={() => onOpen(row, slid)}>
                      Set to {slid}…
                    </Button>
                  )}
                  <Button
                    look="bare"
                    className="-my-1 !text-sea"
                    onClick={() => onOpen(row, row.value ?? '')}
                    aria-label={`Change ${WORDS[row.part] ?? partWords(row.part)}`}
                  >
                    Change…
                  </Button>
                </span>
              )
            },
          },
        ]
  return (
    <DataTable<SettingRow>
      label="Settings of the signal"
      rows={rows}
      keyOf={({ path }) => path}
      columns={[
        { head: 'What', value: ({ part }) => WORDS[part] ?? partWords(part), className: 'min-w-28 text-ink-2' },
        {
          head: 'In force',
          value: ({ kind, value }) => spoken(kind, value),
          className: 'min-w-32 font-medium [overflow-wrap:anywhere]',
        },
        {
          head: 'Set by',
          value: ({ set }) => (set === null ? 'the file' : `${set.by}, ${formatDay(set.at.slice(0, 10))}`),
          className: 'min-w-28 [overflow-wrap:anywhere]',
        },
        {
          head: 'The file says',
          value: ({ kind, file, set }) => (set === null ? '' : spoken(kind, file)),
          className: 'min-w-28 text-ink-3 [overflow-wrap:anywhere]',
        },
        ...change,
      ]}
    />
  )
}

const WORDS: Readonly<Record<string, string>> = {
  ...{ enabled: 'on or off', team: 'the team', action: 'the action', cadence: 'how often' },
}

/** `when.0`: the first part of what it waits for. */
function partWords(part: string): string {
  const [where = '', ...steps] = part.split('.')
  const words = { when: 'threshold', for: 'for whom', until: 'until', escalate: 'gets urgent' }[where] ?? where
  return steps.length === 0 ? words : `${words}, part ${steps.map((step) => Number(step) + 1).join('.')}`
}

function spoken(kind: SettingRow['kind'], value: string | null): string {
  if (value === null) return 'nothing'
  return kind === 'enabled' ? (value === 'true' ? 'on' : 'off') : value
}

const IN_FORCE_MS = 2_000

type DialogProps = { draft: Draft; signal: SignalRow; onClose: () => void }

function SettingDialog({ draft: { row, value: first }, signal, onClose }: DialogProps) {
  const client = useQueryClient()
  const [value, setValue] = useState(first)
  const save = async (to: string | null) => {
    await postApi('/settings', {}, { body: { path: row.path, value: to } })
    await client.invalidateQueries({ queryKey: [SETTINGS] })
    // It is in force from the next round of the server on.
    setTimeout(() => void client.invalidateQueries({ queryKey: ['signals'] }), IN_FORCE_MS)
    onClose()
  }
  const set = useSend(() => save(value))
  const back = useSend(() => save(null))
  const failed = set.failed ?? back.failed
  const title = `${signal.title}: ${WORDS[row.part] ?? partWords(row.part)}`
  return (
    <Dialog title={title} name={title} onClose={onClose}>
      {needsKey(failed) ? (
        <KeyForm what="Not saved yet." scope="admin" onUsed={() => set.send()} />
      ) : (
        <Failure said={set.said ?? back.said} />
      )}
      <form onSubmit={set.send}>
        <SettingField row={row} value={value} onChange={setValue} />
        <p className="text-dense text-ink-2" role="status">
          {row.kind === 'threshold' ? (
            <WouldMean signal={signal} part={row.part} value={value} />
          ) : (
            meant(row, value, signal)
          )}
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <FormButtons
            does="Save"
            disabled={set.busy || value.trim() === '' || value === row.value}
            onCancel={onClose}
          />
          {row.set !== null && (
            <Button className="mt-4" disabled={back.busy} onClick={() => back.send()}>
              Back to the file: {spoken(row.kind, row.file).slice(0, 30)}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}

type FieldProps = { row: SettingRow; value: string; onChange: (value: string) => void }
const CADENCES = ['once', 'daily', 'weekly', 'monthly', 'quarterly'] as const

function SettingField({ row, value, onChange }: FieldProps) {
  if (row.kind === 'enabled')
    return (
      <Choice
        label="It is"
        value={value}
        options={[
          ['true', 'on'],
          ['false', 'off'],
        ]}
        onChange={(to) => onChange(to ?? 'true')}
      />
    )
  if (row.part === 'cadence')
    return (
      <Choice
        label="As long as it lasts"
        value={value}
        options={CADENCES.map((one) => [one, one] as const)}
        onChange={(to) => onChange(to ?? 'once')}
      />
    )
  if (row.part === 'action') return <NoteField label="What is to be done" value={value} onChange={onChange} required />
  return (
    <TextField label={row.kind === 'threshold' ? 'Threshold' : 'Team'} value={value} onChange={onChange} required />
  )
}

/** What saving it would mean, before it is saved. */
function meant(row: SettingRow, value: string, { openCount, opened28d, suggest }: SignalRow): string {
  switch (row.kind) {
    case 'enabled':
      return value === 'false'
        ? `${countOf(openCount, 'alert')} that ${openCount === 1 ? 'is' : 'are'} open would end; ${opened28d} opened in 28 days.`
        : 'It is checked over what is known, silently; alerts come from then on.'
    case 'text': {
      const next = { team: '', action: '', cadence: 'once', ...suggest, [row.part]: value }
      return `Tasks would say: ${next.team}: ${next.action}, ${next.cadence}.`
    }
    case 'threshold':
    case 'assignee':
      return ''
  }
}
