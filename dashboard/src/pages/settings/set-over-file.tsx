import type { SettingRow } from '@contract/settings.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { postApi } from '../../api/post.ts'
import { useSession } from '../../api/session.ts'
import { SETTINGS, settingsQuery } from '../../api/settings.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { useSend } from '../../parts/use-send.ts'
import { Waiting } from '../../parts/waiting.tsx'
import { formatDay } from '../../words/format.ts'
import { RowButton } from './row-button.tsx'

/** What people set over the configuration file, and by which property accounts have their assignee. */
export function SetOverFile() {
  const settings = useQuery(settingsQuery)
  const session = useSession()
  const mayChange = session?.scope === 'edit' || session?.scope === 'admin'
  const [isOpen, setOpen] = useState(false)
  const assignee = settings.data?.data.find(({ kind }) => kind === 'assignee')
  return (
    <Section
      title="Set over the file"
      say={
        <>
          Thresholds, texts, on or off, on the pages of the signals, and the property that names who looks after an
          account. <code>npx telltale config pull</code> makes a patch of it.
        </>
      }
      right={mayChange ? <Button onClick={() => setOpen(true)}>Change the assignee…</Button> : null}
    >
      <Waiting query={settings} what="What is set" height={88}>
        {({ data }) => (
          <DataTable<SettingRow>
            label="Set over the file"
            rows={data.filter(({ set, kind }) => set !== null || kind === 'assignee')}
            keyOf={({ path }) => path}
            columns={columnsOf(mayChange)}
          />
        )}
      </Waiting>
      {isOpen && <Assignee present={assignee?.value ?? ''} onClose={() => setOpen(false)} />}
    </Section>
  )
}

function columnsOf(mayChange: boolean): readonly Column<SettingRow>[] {
  const back = ({ path, set }: SettingRow) =>
    set === null ? null : (
      <RowButton
        does="Back to the file"
        label={`set ${path} back to the file`}
        work={() => postApi('/settings', {}, { body: { path, value: null } })}
      />
    )
  return [
    { head: 'What', value: ({ path }) => path, className: 'min-w-40 [overflow-wrap:anywhere]' },
    {
      head: 'In force',
      value: ({ value }) => value ?? 'nothing',
      className: 'min-w-28 font-medium [overflow-wrap:anywhere]',
    },
    {
      head: 'The file says',
      value: ({ file }) => file ?? 'nothing',
      className: 'min-w-28 text-ink-3 [overflow-wrap:anywhere]',
    },
    {
      head: 'Set by',
      value: ({ set }) => (set === null ? 'the file' : `${set.by}, ${formatDay(set.at.slice(0, 10))}`),
      className: 'min-w-28 [overflow-wrap:anywhere]',
    },
    ...(mayChange ? [{ head: 'Change', value: () => null, right: true, cell: back }] : []),
  ]
}

function Assignee({ present, onClose }: { present: string; onClose: () => void }) {
  const client = useQueryClient()
  const [value, setValue] = useState(present)
  const { send, busy, said } = useSend(async () => {
    await postApi('/settings', {}, { body: { path: 'account.assignee', value } })
    await client.invalidateQueries({ queryKey: [SETTINGS] })
    onClose()
  })
  return (
    <Dialog title="Who looks after an account" name="Who looks after an account" onClose={onClose}>
      <form onSubmit={send}>
        <Failure said={said} />
        <TextField
          label="Property of accounts that names them"
          value={value}
          onChange={setValue}
          hint="Every list and digest goes by it from then on."
          required
        />
        <FormButtons does="Save" disabled={busy || value.trim() === '' || value === present} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
