import type { ReactNode } from 'react'
import { useId } from 'react'

type SectionProps = { title: string; right?: ReactNode; say?: ReactNode; children?: ReactNode }

/** A hairline, a heading and air: never a box. */
export function Section({ title, right, say, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="mt-10 min-w-0 border-t border-line-2 pt-3">
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="font-display text-head font-semibold tracking-[-0.004em]">
          {title}
        </h2>
        {right !== undefined && (
          <div className="section-head ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 text-small leading-6 text-ink-3">
            {right}
          </div>
        )}
      </div>
      {say !== undefined && <p className="mb-3 max-w-[84ch] text-dense text-ink-2 text-pretty">{say}</p>}
      {children}
    </section>
  )
}

/** A quiet line under a section. */
export function Note({ children }: { children: ReactNode }) {
  return <p className="mt-3 max-w-[84ch] text-small text-ink-3 text-pretty">{children}</p>
}
