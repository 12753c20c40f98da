import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { passwordHint } from '../auth/gate.tsx'
import { meQuery, useMe } from '../auth/me.ts'
import { Button } from '../kit/button.tsx'
import { Field } from '../kit/field.tsx'
import { toast } from '../kit/toast.tsx'
import { ImageSenders } from './image-senders.tsx'
import { Part } from './part.tsx'
import { UndoSeconds } from './undo-seconds.tsx'

export function Profile() {
  return (
    <>
      <Name />
      <Password />
      <UndoSeconds />
      <ImageSenders />
    </>
  )
}

function Name() {
  const client = useQueryClient()
  const { user } = useMe()
  const [name, setName] = useState(user.name)
  const rename = hooks.useMutation('patch', '/me', {
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries(meQuery), client.invalidateQueries({ queryKey: ['get', '/users'] })])
      toast.done('Your name is changed')
    },
  })
  const faults = faultsOf(rename.error)
  return (
    <Part title="You" says="Colleagues see this name, and so do those you answer.">
      <Form
        deed="Save"
        busy={rename.isPending}
        idle={name.trim() === user.name}
        wrong={faults.rest}
        onSubmit={() => rename.mutate({ body: { name } })}
      >
        <Field
          label="Name"
          autoComplete="name"
          required
          value={name}
          error={faults.of('name')}
          onChange={(event) => setName(event.target.value)}
        />
        <Field label="E-mail" value={user.email} disabled readOnly />
      </Form>
    </Part>
  )
}

const blank = { current_password: '', password: '' }

function Password() {
  const { user } = useMe()
  const [form, setForm] = useState(blank)
  const change = hooks.useMutation('post', '/me/password', {
    onSuccess: () => {
      setForm(blank)
      toast.done('Your password is changed', 'You were signed out everywhere else.')
    },
  })
  const faults = faultsOf(change.error)
  return (
    <Part title="Password" says="Changing it signs you out everywhere but here.">
      <Form
        deed="Change the password"
        busy={change.isPending}
        idle={!form.current_password || !form.password}
        wrong={faults.rest}
        onSubmit={() => change.mutate({ body: form })}
      >
        <input type="email" autoComplete="username" value={user.email} readOnly hidden />
        <Field
          label="Current password"
          type="password"
          autoComplete="current-password"
          required
          value={form.current_password}
          error={faults.of('current_password')}
          onChange={(event) => setForm({ ...form, current_password: event.target.value })}
        />
        <Field
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          hint={passwordHint}
          value={form.password}
          error={faults.of('password')}
          onChange={(event) => setForm({ ...form, password: event.target.value })}
        />
      </Form>
    </Part>
  )
}

type FormProps = {
  deed: string
  busy: boolean
  /** Nothing to save. */
  idle: boolean
  wrong: string | undefined
  onSubmit: () => void
  children: ReactNode
}

function Form({ deed, busy, idle, wrong, onSubmit, children }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy && !idle) onSubmit()
  }
  return (
    <form onSubmit={submit} className="flex max-w-96 flex-col gap-4">
      {children}
      <div className="flex items-center gap-3">
        <Button type="submit" look="primary" busy={busy} disabled={idle}>
          {deed}
        </Button>
        <p role="alert" className="min-w-0 flex-1 text-danger text-sm">
          {wrong}
        </p>
      </div>
    </form>
  )
}
