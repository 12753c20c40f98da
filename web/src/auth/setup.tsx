import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { Field } from '../kit/field.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { Gate, GateForm, passwordHint } from './gate.tsx'

/** The first page of a new installation. It closes behind the first administrator. */
export function Setup() {
  const setup = hooks.useQuery('get', '/setup', {}, { staleTime: 0 })
  return (
    <Loaded asked={setup} waiting="Loading" wrong="Docket does not answer" isPage>
      {({ open }) =>
        open ? (
          <FirstAdmin />
        ) : (
          <Gate title="Docket is set up already" says="Ask whoever runs it here for an invitation.">
            <Link to="/sign-in" search={{}} className="self-start rounded-sm py-1 text-accent hover:underline">
              Sign in
            </Link>
          </Gate>
        )
      }
    </Loaded>
  )
}

function FirstAdmin() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [form, setForm] = useState({ organisation: '', name: '', email: '', password: '', mailbox: '' })
  const found = hooks.useMutation('post', '/setup', {
    onSuccess: async () => {
      client.clear()
      await navigate({ to: '/tickets', search: {}, replace: true })
    },
  })
  const faults = faultsOf(found.error)
  const line = (name: keyof typeof form) => ({
    required: true,
    value: form[name],
    error: faults.of(name),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setForm({ ...form, [name]: event.target.value }),
  })
  return (
    <Gate title="Welcome to Docket" says="You are the first one here, so you will run it.">
      <GateForm
        deed="Begin"
        doing="One moment…"
        busy={found.isPending}
        wrong={faults.rest}
        onSubmit={() => found.mutate({ body: form })}
      >
        <Field label="Organisation" autoComplete="organization" autoFocus {...line('organisation')} />
        <Field label="Your name" autoComplete="name" {...line('name')} />
        <Field label="Your e-mail" type="email" autoComplete="username" {...line('email')} />
        <Field label="Password" type="password" autoComplete="new-password" hint={passwordHint} {...line('password')} />
        <Field
          label="Support address"
          type="email"
          placeholder="support@example.com"
          hint="Mail to it becomes tickets. More can be added later."
          {...line('mailbox')}
        />
      </GateForm>
    </Gate>
  )
}
