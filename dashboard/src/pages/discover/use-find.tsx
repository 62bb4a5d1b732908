import type { DiscoveryFind } from '@contract/discovery.ts'
import type { ReactNode } from 'react'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { onScreen } from '../../words/measures.ts'

type Config = NonNullable<DiscoveryFind['config']>

/** What can be made of a candidate: texts for the configuration, to be copied. */
export function UseFind({ title, config, onClose }: { title: string; config: Config; onClose: () => void }) {
  const name = onScreen(title)
  return (
    <Dialog title={name} name={name} onClose={onClose}>
      <Text
        title="Make it a signal"
        say={
          <>
            Opens an alert for each newcomer as it comes true. Paste it into your configuration;{' '}
            <code>telltale check</code> says whether it fits.
          </>
        }
        text={config.signal}
      />
      <Text
        title="Prove it"
        say="A playbook that brings newcomers to it who have not done it, and leaves half of them alone by lot. Only the difference between the two says whether it brings the outcome about."
        text={config.playbook}
      />
    </Dialog>
  )
}

function Text({ title, say, text }: { title: string; say: ReactNode; text: string }) {
  return (
    <section className="mb-5" aria-label={title}>
      <div className="mb-1 flex items-center gap-3">
        <h3 className="font-medium">{title}</h3>
        <span className="ml-auto">
          <CopyButton text={text} />
        </span>
      </div>
      <p className="mb-2 text-dense text-ink-2">{say}</p>
      <Scrolling label={`${title}, as configuration`} className="rounded-2 bg-mist p-3">
        <pre className="text-dense text-ink-2">{text}</pre>
      </Scrolling>
    </section>
  )
}
