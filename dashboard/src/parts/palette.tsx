import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { viewsQuery } from '../api/kept.ts'
import { metricNamesQuery } from '../api/metrics.ts'
import { accountsQuery } from '../api/queries.ts'
import { signalsQuery } from '../api/signals.ts'
import { snapshotDay } from '../api/snapshot.ts'
import { ALL_PAGES } from '../pages/pages.ts'
import { useCell } from '../search/use-cell.ts'
import { formatCount, formatMoney } from '../words/format.ts'
import { Icon, type IconName, SIGNAL_LOOKS } from './icon.tsx'
import type { DefinitionCell } from './metric-name.tsx'
import { useModal } from './use-modal.ts'

type Target = {
  readonly id: string
  readonly group: string
  readonly icon: IconName
  readonly name: string
  readonly about: string
  /** Where it leads; a metric is opened on the page that is there. */
  readonly to: { readonly href: string } | DefinitionCell
}

/** Any account, signal, metric or page, by a few letters of its name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const host = useModal()
  const navigate = useNavigate()
  const { open } = useCell<DefinitionCell>()
  const targets = useTargets(typed.trim())
  const go = (target: Target | undefined) => {
    if (target === undefined) return
    onClose()
    if ('href' in target.to) void navigate(target.to)
    else open(target.to)
  }
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt((here) => Math.min(targets.length - 1, Math.max(0, here + step)))
    if (event.key === 'Enter') go(targets[at])
    if (step !== 0 || event.key === 'Enter') event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by keyboard
    <dialog
      ref={host}
      aria-label="Jump to"
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={({ target }) => {
        if (target === host.current) onClose()
      }}
      className="m-auto mt-[12vh] max-h-[70vh] w-[calc(100vw-2rem)] max-w-[35rem] overflow-hidden rounded-3 border border-line-2 bg-paper p-0 text-ink shadow-(--lift)"
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Icon name="search" className="text-ink-3" />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls="jump-targets"
          aria-activedescendant={targets[at] === undefined ? undefined : `jump-${at}`}
          aria-label="Jump to an account, a signal, a metric or a page"
          value={typed}
          maxLength={200}
          onChange={({ target }) => {
            setTyped(target.value)
            setAt(0)
          }}
          onKeyDown={press}
          placeholder="Jump to…"
          className="h-12 w-full bg-transparent text-head outline-none placeholder:text-ink-3"
        />
      </div>
      <Targets targets={targets} at={at} onGo={go} />
    </dialog>
  )
}

type TargetsProps = { targets: readonly Target[]; at: number; onGo: (target: Target) => void }

function Targets({ targets, at, onGo }: TargetsProps) {
  useEffect(() => {
    document.getElementById(`jump-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [at])
  if (targets.length === 0) return <p className="px-4 py-3 text-dense text-ink-3">Nothing has this name.</p>
  return (
    <div id="jump-targets" role="listbox" aria-label="Where to" className="max-h-[52vh] overflow-y-auto p-2">
      {targets.map((target, place) => (
        <div key={target.id}>
          {target.group !== targets[place - 1]?.group && (
            <p className="px-2 pt-2 pb-1 text-micro font-medium text-ink-3">{target.group}</p>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above moves and opens by keyboard */}
          <div
            id={`jump-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === at}
            onClick={() => onGo(target)}
            className={`flex h-10 cursor-pointer items-center gap-2.5 rounded-2 px-2 text-dense desk:h-8 ${place === at ? 'bg-mist-2' : 'hover:bg-mist'}`}
          >
            <Icon name={target.icon} className="text-ink-3" />
            <span className="min-w-0 truncate font-medium">{target.name}</span>
            <span className="flex-none truncate text-ink-3">{target.about}</span>
          </div>
        </div>
      ))}
    </div>
  )
}

const ACCOUNTS = 8
const OTHERS = 6

function useTargets(typed: string): readonly Target[] {
  const accounts = useQuery({ ...accountsQuery({ q: typed, sort: 'mrr' }, 0), enabled: typed !== '' })
  const signals = useQuery(signalsQuery).data?.data ?? []
  const metrics = useQuery(metricNamesQuery).data?.data ?? []
  const views = useQuery({ ...viewsQuery, enabled: snapshotDay === null }).data ?? []
  const has = (name: string) => name.toLowerCase().includes(typed.toLowerCase())
  const found = typed === '' ? [] : (accounts.data?.data ?? [])
  return [
    ...ALL_PAGES.filter(({ name }) => has(name)).map(
      ({ to, name }): Target => ({ id: to, group: 'Pages', icon: 'chevron', name, about: '', to: { href: to } }),
    ),
    ...views
      .filter(({ name }) => has(name))
      .map(
        ({ id, name, path, shared, by }): Target => ({
          ...{ id: `view ${id}`, group: 'Saved views', icon: 'table', name },
          about: shared ? `shared by ${by}` : 'yours',
          to: { href: path },
        }),
      ),
    ...found.slice(0, ACCOUNTS).map(
      ({ key, name, mrr, plan }): Target => ({
        ...{ id: `account ${key}`, group: 'Accounts', icon: 'accounts', name: name.slice(0, 120) },
        about: mrr === null ? (plan ?? '') : formatMoney(mrr),
        to: { href: `/accounts/${encodeURIComponent(key)}` },
      }),
    ),
    ...(typed === '' ? [] : signals.filter(({ title }) => has(title)).slice(0, OTHERS)).map(
      ({ key, title, type, openCount }): Target => ({
        ...{ id: `signal ${key}`, group: 'Signals', icon: SIGNAL_LOOKS[type].icon, name: title },
        about: `${formatCount(openCount)} open`,
        to: { href: `/signals/${encodeURIComponent(key)}` },
      }),
    ),
    ...(typed === '' ? [] : metrics.filter(({ title, id }) => has(title) || has(id)).slice(0, OTHERS)).map(
      ({ id, title, stage }): Target => ({
        ...{ id: `metric ${id}`, group: 'Metrics', icon: 'chart', name: title },
        about: stage,
        to: { definition: id },
      }),
    ),
  ]
}
