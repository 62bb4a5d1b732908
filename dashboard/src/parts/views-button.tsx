import type { SavedView } from '@contract/kept/saved-views.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { viewsQuery } from '../api/kept.ts'
import { deleteApi, postApi } from '../api/post.ts'
import { useIsViewer, useSession } from '../api/session.ts'
import { snapshotDay } from '../api/snapshot.ts'
import { dropEmpty, type SharedSearch } from '../search/read-search.ts'
import { closed, useOpened } from '../search/use-opened.ts'
import { Button, FormButtons } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'
import { CheckField, TextField } from './fields.tsx'
import { useSend } from './use-send.ts'

/** What of this page is saved under a name, and this one as a link or under a name of its own. */
export function ViewsButton() {
  const [open, setOpen] = useOpened('views')
  if (snapshotDay !== null) return null
  return (
    <>
      <Button className="max-desk:hidden" onClick={() => setOpen(true)}>
        Views…
      </Button>
      {open && <ViewsDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function ViewsDialog({ onClose }: { onClose: () => void }) {
  const { pathname } = useLocation()
  const href = useHrefWithout('views')
  const views = useQuery(viewsQuery).data ?? []
  const here = views.filter(({ path }) => path.split(/[?#]/)[0] === pathname)
  return (
    <Dialog title="Views of this page" name="Views of this page" onClose={onClose}>
      {here.length === 0 ? (
        <p className="text-dense text-ink-2">None is saved. A view is this page with all that is chosen on it.</p>
      ) : (
        <ul className="text-dense">
          {here.map((view) => (
            <ViewLine key={view.id} view={view} onClose={onClose} />
          ))}
        </ul>
      )}
      <SaveForm path={href} onSaved={onClose} />
      <div className="mt-5 flex flex-wrap items-center gap-3 border-t border-line pt-4">
        <CopyButton text={location.origin + href} what="Copy the link" />
        <span className="text-small text-ink-3">Whoever may look here sees the same by it.</span>
      </div>
    </Dialog>
  )
}

/** The address of the page as it will be once the dialog of this name is closed. */
function useHrefWithout(name: string): string {
  const router = useRouter()
  useLocation()
  const search = (before: SharedSearch) => dropEmpty({ ...before, open: closed(before.open ?? '', name).join(',') })
  return router.buildLocation({ to: '.', search: search as never }).href
}

function ViewLine({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const session = useSession()
  const mayDrop = view.own || (view.shared && session?.scope === 'admin')
  const drop = useSend(async () => {
    await deleteApi('/views/:id', { id: view.id })
    await client.invalidateQueries({ queryKey: ['views'] })
  })
  const go = () => {
    onClose()
    void navigate({ href: view.path })
  }
  return (
    <li className="flex items-center gap-3 border-b border-line py-2 last:border-b-0">
      <button
        type="button"
        onClick={go}
        className="min-w-0 truncate text-left font-medium hover:text-sea hover:underline"
      >
        {view.name}
      </button>
      <span className="min-w-0 truncate text-small text-ink-3">
        {view.shared ? `shared by ${view.by}` : 'only yours'}
      </span>
      {mayDrop && (
        <Button
          look="bare"
          className="ml-auto !text-sea"
          disabled={drop.busy}
          onClick={() => drop.send()}
          aria-label={`Drop the view ${view.name}`}
        >
          Drop
        </Button>
      )}
      <Failure said={drop.said} />
    </li>
  )
}

/** A view of one's own needs somebody who is signed in; one for everybody needs an editor. */
function SaveForm({ path, onSaved }: { path: string; onSaved: () => void }) {
  const client = useQueryClient()
  const user = useSession()?.user ?? null
  const isViewer = useIsViewer()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const save = useSend(async () => {
    await postApi('/views', {}, { body: { name, path, shared } })
    await client.invalidateQueries({ queryKey: ['views'] })
    onSaved()
  })
  if (user === null)
    return <p className="mt-4 text-dense text-ink-2">Who is signed in saves views, for themselves or for everybody.</p>
  return (
    <form onSubmit={save.send} className="mt-4">
      <Failure said={save.said} />
      <TextField label="Save this view as" value={name} onChange={setName} required />
      {!isViewer && <CheckField label="Everybody sees it" checked={shared} onChange={setShared} />}
      <FormButtons does="Save" disabled={save.busy || name.trim() === ''} onCancel={onSaved} />
    </form>
  )
}
