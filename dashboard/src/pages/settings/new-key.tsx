import type { KeyScopeName } from '@contract/keys.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { postApi } from '../../api/post.ts'
import { SETTINGS } from '../../api/settings.ts'
import { FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { Choice, TextField } from '../../parts/fields.tsx'
import { useSend } from '../../parts/use-send.ts'
import { SAYS } from './key-table.tsx'
import { ShownOnce } from './shown-once.tsx'

type NewKeyProps = {
  path: '/keys' | '/me/tokens'
  scopes: readonly KeyScopeName[]
  onClose: () => void
  /** A token ends after a while. */
  expires?: boolean
}

const DAYS = [
  ['7', 'a week'],
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'a year'],
] as const

/** Makes a key and shows it, once. */
export function NewKey({ path, scopes, onClose, expires = false }: NewKeyProps) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<KeyScopeName>(scopes[0] ?? 'read')
  const [days, setDays] = useState<(typeof DAYS)[number][0]>('90')
  const [pages, setPages] = useState('')
  const [made, setMade] = useState<string | null>(null)
  const { send, busy, said } = useSend(async () => {
    const origins = pages.split(/[\s,]+/).filter((one) => one !== '')
    const only = scope === 'write' && origins.length > 0 ? { origins } : {}
    const body = expires ? { name, scope, days: Number(days) } : { source: name, scope, ...only }
    setMade((await postApi(path, {}, { body })).secret)
    await client.invalidateQueries({ queryKey: [SETTINGS] })
  })
  const title = expires ? 'A new token' : 'A new key'
  return (
    <Dialog title={title} name={title} onClose={onClose}>
      {made !== null ? (
        <ShownOnce text={made} say="Put it where it is used." />
      ) : (
        <form onSubmit={send}>
          <Failure said={said} />
          <TextField label="What it is for" value={name} onChange={setName} required />
          <div className="flex flex-wrap gap-4">
            <Choice
              label="It may"
              value={scope}
              options={scopes.map((one) => [one, SAYS[one]] as const)}
              onChange={(to) => setScope(to ?? 'read')}
            />
            {expires && <Choice label="For" value={days} options={DAYS} onChange={(to) => setDays(to ?? '90')} />}
          </div>
          {scope === 'write' && (
            <div className="mt-3">
              <TextField
                label="Only from these pages, if you like"
                hint="Origins such as https://app.example.com, with commas between. Whoever reads the key in the page of another product can send nothing with it."
                value={pages}
                onChange={setPages}
              />
            </div>
          )}
          <FormButtons does="Make it" disabled={busy || name.trim() === ''} onCancel={onClose} />
        </form>
      )}
    </Dialog>
  )
}
