import type { Mailbox } from '@docket/api'
import { Button } from '../kit/button.tsx'
import { Tip } from '../kit/tooltip.tsx'
import { whoGetsIt } from './addresses.ts'
import type { DraftState } from './keeping.ts'
import { Saved } from './kind-tabs.tsx'
import { Later } from './later.tsx'
import type { Mail } from './new-mails.ts'
import { InShadow, SetsStatus } from './send-bar.tsx'
import type { How } from './sending-first.ts'

type Props = {
  mail: Mail
  mailbox: Mailbox | undefined
  ownDomains: ReadonlySet<string>
  state: DraftState
  ready: boolean
  busy: boolean
  onStatus: () => void
  onSend: (how: How) => void
}

/** Who will get it, and the ways to let it go. */
export const NewMailBar = ({ mail, mailbox, ownDomains, state, ready, busy, onStatus, onSend }: Props) => (
  <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t p-2 pl-4">
    <div className="flex min-w-0 flex-1 basis-40 flex-col items-start gap-1">
      {mail.status ? <SetsStatus status={mail.status} onStatus={onStatus} /> : null}
      {mailbox?.shadow_since ? (
        <p className="text-xs">
          <InShadow address={mailbox.address} />
        </p>
      ) : (
        <p className="line-clamp-2 text-ink-2 text-xs [overflow-wrap:anywhere]">{whoGetsIt(mail, ownDomains)}</p>
      )}
    </div>
    <Saved state={state} />
    <div className="flex">
      <Tip label="Send" keys="mod+enter" side="top">
        <Button look="primary" disabled={!ready} busy={busy} onClick={() => onSend({})} className="rounded-r-none">
          {busy ? 'One moment…' : 'Send'}
        </Button>
      </Tip>
      <Later disabled={!ready || busy} onChoose={(sendAt) => onSend({ sendAt })} />
    </div>
  </footer>
)
