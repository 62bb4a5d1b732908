import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { useModal } from './use-modal.ts'

type DialogProps = { title: ReactNode; name: string; onClose: () => void; wide?: boolean; children: ReactNode }

/** Over the page until it is closed: by Escape, by its button, by a press beside it. The browser keeps the focus inside. */
export function Dialog({ title, name, onClose, wide = false, children }: DialogProps) {
  const host = useModal()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by keyboard
    <dialog
      ref={host}
      aria-label={name}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={({ target }) => {
        if (target === host.current) onClose()
      }}
      className={`m-auto mt-[12vh] max-h-[80vh] w-[calc(100vw-2rem)] rounded-3 border border-line-2 bg-paper p-0 text-ink shadow-(--lift) ${wide ? 'max-w-[45rem]' : 'max-w-[30rem]'}`}
    >
      <div className="p-5">
        <div className="mb-3 flex items-start gap-3">
          <h2 className="min-w-0 font-display text-head font-semibold [overflow-wrap:anywhere]">{title}</h2>
          <button
            type="button"
            aria-label="Close"
            onClick={onClose}
            className="-mt-1 -mr-1 ml-auto grid size-10 flex-none place-items-center rounded-2 text-ink-3 hover:bg-mist-2 desk:size-7"
          >
            <Icon name="cross" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
