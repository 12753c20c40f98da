import type { Mailbox } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { hooks } from '../api.ts'
import { Confirm } from '../kit/confirm.tsx'
import { toast } from '../kit/toast.tsx'
import { ImapFields, imapFaults, settingsOf } from './imap-fields.tsx'
import { byId, invalidateMailboxes } from './queries.ts'

/** Another password or server. It is tried first: what does not work does not replace what stands. */
export default function SettingsDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const client = useQueryClient()
  const { host, port, security, user, folders } = mailbox.connection!.settings
  const [form, setForm] = useState({
    ...{ host: host ?? '', port: String(port ?? 993), security: security ?? ('tls' as const) },
    ...{ user: user ?? '', password: '', folder: folders?.[0] ?? 'INBOX', more: folders?.slice(1) ?? [] },
  })
  const check = hooks.useMutation('post', '/mailboxes/imap/check')
  const connect = hooks.useMutation('put', '/mailboxes/{id}/connection/imap', {
    onSuccess: () => {
      toast.done('Connected anew; what came meanwhile is being fetched', mailbox.address)
      onClose()
    },
    onSettled: () => invalidateMailboxes(client),
  })
  const said = { error: check.error ?? connect.error, check: check.data }
  const submit = async () => {
    const settings = settingsOf(form)
    const { ok } = await check.mutateAsync({ body: settings })
    if (ok) connect.mutate({ ...byId(mailbox), body: settings })
  }
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Connect ${mailbox.address} anew`}
      deed={check.isPending ? 'Trying…' : 'Try and save'}
      busy={check.isPending || connect.isPending}
      wrong={imapFaults(said).rest}
      onSubmit={() => void submit().catch(() => undefined)}
    >
      <ImapFields
        form={form}
        focus
        said={said}
        onChange={(next) => {
          setForm(next)
          check.reset()
          connect.reset()
        }}
      />
    </Confirm>
  )
}
