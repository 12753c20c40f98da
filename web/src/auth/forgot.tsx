import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { Field } from '../kit/field.tsx'
import { toast } from '../kit/toast.tsx'
import { Gate, GateForm, passwordHint } from './gate.tsx'

/** Asks for the link. The answer is the same whether there is such an account or not. */
export function Forgot() {
  const [email, setEmail] = useState('')
  const wish = hooks.useMutation('post', '/auth/password/forgot')
  const faults = faultsOf(wish.error)
  if (wish.isSuccess) {
    return (
      <Gate
        title="Look into your mail"
        says={`If ${email} belongs to somebody here, a link is on its way to it. It works once, for one hour.`}
      >
        <p className="text-ink-2 text-sm">
          Nothing comes? Whoever runs this server can set a password with{' '}
          <code className="font-mono text-ink text-xs">docket user password</code>.
        </p>
        <ToSignIn />
      </Gate>
    )
  }
  return (
    <Gate title="A new password" says="You get a link by mail that sets one.">
      <GateForm
        deed="Send the link"
        doing="One moment…"
        busy={wish.isPending}
        wrong={faults.rest}
        onSubmit={() => wish.mutate({ body: { email: email.trim() } })}
      >
        <Field
          label="E-mail"
          type="email"
          autoComplete="username"
          autoFocus
          required
          value={email}
          error={faults.of('email')}
          onChange={(event) => setEmail(event.target.value)}
        />
      </GateForm>
      <ToSignIn />
    </Gate>
  )
}

/** Where the link of the mail leads. */
export function Reset() {
  const { token = '' } = useSearch({ from: '/gate/reset' })
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  const reset = hooks.useMutation('post', '/auth/password/reset', {
    onSuccess: () => {
      toast.done('The new password is set', 'All other sessions were ended.')
      void navigate({ to: '/sign-in', search: {}, replace: true })
    },
  })
  const faults = faultsOf(reset.error)
  return (
    <Gate title="Choose a new password" says="You are signed out everywhere else.">
      <GateForm
        deed="Set the password"
        doing="One moment…"
        busy={reset.isPending}
        wrong={faults.rest ?? faults.of('token')}
        onSubmit={() => reset.mutate({ body: { token, password } })}
      >
        <Field
          label="New password"
          type="password"
          autoComplete="new-password"
          autoFocus
          required
          hint={passwordHint}
          value={password}
          error={faults.of('password')}
          onChange={(event) => setPassword(event.target.value)}
        />
      </GateForm>
      <Link to="/forgot" className="self-start rounded-sm py-1 text-accent text-sm hover:underline">
        Ask for another link
      </Link>
    </Gate>
  )
}

const ToSignIn = () => (
  <Link to="/sign-in" search={{}} className="self-start rounded-sm py-1 text-accent text-sm hover:underline">
    Back to the sign-in
  </Link>
)
