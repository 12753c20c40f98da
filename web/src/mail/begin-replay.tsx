import type { ReplayRun } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Choose } from '../kit/choose.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { Field } from '../kit/field.tsx'
import { stageWords } from './replay-words.ts'

const stages = (['all', 'parse', 'stitch'] as const).map((value) => ({ value, label: stageWords[value] }))

/** Which mail is read again, and what of it is decided again. */
export function BeginReplay({ onClose, onBegun }: { onClose: () => void; onBegun: (run: ReplayRun) => void }) {
  const client = useQueryClient()
  const { support_addresses } = useMe()
  const [mailbox, setMailbox] = useState('')
  const [since, setSince] = useState('')
  const [mail, setMail] = useState('')
  const [stage, setStage] = useState<ReplayRun['stage']>('all')
  const begin = hooks.useMutation('post', '/ops/replays', {
    onSuccess: async (run) => {
      onBegun(run)
      await client.invalidateQueries({ queryKey: ['get', '/ops/replays'] })
    },
  })
  const faults = faultsOf(begin.error)
  return (
    <Confirm
      open
      onClose={onClose}
      title="Read kept mail again"
      deed="Begin the dry run"
      busy={begin.isPending}
      wrong={faults.rest ?? faults.of('mailbox') ?? faults.of('stage')}
      onSubmit={() =>
        begin.mutate({
          body: {
            stage,
            mailbox: mailbox || null,
            since: since ? new Date(`${since}T00:00`).toISOString() : null,
            mail: mail.trim() || null,
          },
        })
      }
    >
      <p>
        A dry run says what would be decided otherwise today. It changes nothing; what it found can be written
        afterwards.
      </p>
      {support_addresses.length > 1 ? (
        <Choose
          label="Mailbox"
          value={mailbox}
          choices={[
            { value: '', label: 'All mailboxes' },
            ...support_addresses.map((address) => ({ value: address, label: address })),
          ]}
          onChoose={setMailbox}
        />
      ) : null}
      <Field
        label="Taken in since"
        type="date"
        hint="Empty: from the first mail on."
        value={since}
        error={faults.of('since')}
        onChange={(event) => setSince(event.target.value)}
      />
      <Choose label="What is decided again" value={stage} choices={stages} onChoose={setStage} />
      <Field
        label="Only one mail"
        placeholder="Its Message-ID"
        value={mail}
        error={faults.of('mail')}
        onChange={(event) => setMail(event.target.value)}
      />
    </Confirm>
  )
}
