import type { ReactNode } from 'react'
import { Mark } from '../../parts/icon.tsx'

type DoorProps = { title: string; sentence: ReactNode; context?: ReactNode; children: ReactNode }

/** A page before one is in: the mark, a sentence, and a form. */
export function Door({ title, sentence, context, children }: DoorProps) {
  return (
    <main className="mx-auto min-h-screen max-w-[27.5rem] px-4 pt-[12vh] pb-16">
      <title>{`${title} · Telltale`}</title>
      <p className="flex items-center gap-2 font-display text-head font-semibold tracking-[-0.01em]">
        <Mark />
        Telltale
      </p>
      <h1 className="mt-8 font-display text-lede tracking-[-0.012em] text-balance [overflow-wrap:anywhere]">
        {sentence}
      </h1>
      {context !== undefined && <p className="mt-2 text-ink-2 text-pretty">{context}</p>}
      <div className="mt-6 border-t border-line-2 pt-5">{children}</div>
    </main>
  )
}
