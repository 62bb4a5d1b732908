import { lazy, Suspense, useEffect, useState } from 'react'
import { Icon } from './icon.tsx'

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })))

/** Opens what leads anywhere: by its button, or ⌘K (Ctrl K). */
export function JumpTo() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setOpen((before) => !before)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex items-center gap-2 rounded-2 text-ink-3 max-desk:order-2 max-desk:size-10 max-desk:justify-center desk:mb-5 desk:h-8 desk:w-full desk:flex-none desk:border desk:border-line-2 desk:bg-paper desk:px-2"
      >
        <Icon name="search" />
        <span className="max-desk:sr-only">Jump to…</span>
        <span className="ml-auto text-micro max-desk:hidden">⌘K</span>
      </button>
      {isOpen && (
        <Suspense>
          <Palette onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
