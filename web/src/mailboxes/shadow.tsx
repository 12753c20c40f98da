import type { Mailbox } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { EyeOff } from 'lucide-react'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { toast } from '../kit/toast.tsx'
import { byId, invalidateMailboxes } from './queries.ts'
import { mails } from './words.ts'

/** Whether anything leaves this mailbox, and the switch with its last question. */
export function Shadow({ mailbox, mayManage }: { mailbox: Mailbox; mayManage: boolean }) {
  const [asking, ask] = useState(false)
  const isOn = mailbox.shadow_since !== null
  return (
    <section
      aria-label="Shadow mode"
      className={
        isOn
          ? 'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-note-line bg-note px-3 py-2.5 text-sm'
          : 'flex flex-wrap items-center gap-x-3 gap-y-2 border-y py-3 text-sm'
      }
    >
      <EyeOff aria-hidden className={isOn ? 'text-note-ink' : 'text-ink-3'} />
      <p className="min-w-0 flex-1 basis-60">
        {isOn ? (
          <>
            <strong className="font-semibold text-note-ink">Shadow mode: mail comes in, nothing leaves.</strong> Replies
            are refused, nothing is acknowledged, and the desk that you use today answers. Docket’s mails to your own
            people, invitations and password links, still leave.
          </>
        ) : (
          <>Shadow mode is off: replies and acknowledgements leave. Turn it on to try Docket beside another desk.</>
        )}
      </p>
      {mayManage ? <Button onClick={() => ask(true)}>{isOn ? 'Let mail leave…' : 'Turn on…'}</Button> : null}
      {asking ? <Switch mailbox={mailbox} onClose={() => ask(false)} /> : null}
    </section>
  )
}

function Switch({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const client = useQueryClient()
  const isOn = mailbox.shadow_since !== null
  const turn = hooks.useMutation('put', '/mailboxes/{id}/shadow', {
    onSuccess: ({ mailbox: { shadow_since }, stopped, leaving }) => {
      const waited =
        stopped > 0 ? `${mails(stopped)} that waited to leave ${stopped === 1 ? 'was' : 'were'} stopped.` : ''
      const gone = leaving > 0 ? `${mails(leaving)} had left already.` : ''
      toast.done(
        shadow_since ? 'Nothing leaves any more' : 'Mail leaves again',
        `${waited} ${gone}`.trim() || mailbox.address,
      )
      onClose()
    },
    onSettled: async () => {
      await invalidateMailboxes(client)
      await client.invalidateQueries({ queryKey: ['get', '/tickets/{id}'] })
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={isOn ? `Let mail leave ${mailbox.address}` : `Shadow mode for ${mailbox.address}`}
      deed={isOn ? 'Let mail leave' : 'Let nothing leave'}
      busy={turn.isPending}
      wrong={faultsOf(turn.error).rest}
      onSubmit={() => turn.mutate({ ...byId(mailbox), body: { shadow: !isOn } })}
    >
      {isOn ? (
        <p>
          From now on replies leave by mail, and new tickets are acknowledged where that is set. What came until now is
          not acknowledged afterwards. Make sure that nobody answers from the other desk as well.
        </p>
      ) : (
        <p>
          Mail still comes in and becomes tickets. Replies are refused before they are written, nothing is acknowledged,
          and mails that wait to leave are stopped: each says so on its ticket and can be sent again later. It is about
          customers: invitations and password links to your own people still leave.
        </p>
      )}
    </Confirm>
  )
}
