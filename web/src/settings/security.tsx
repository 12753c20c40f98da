import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Monitor, Smartphone } from 'lucide-react'
import { api, hooks, sentenceOf } from '../api.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { Part, Row, Rows } from './part.tsx'
import type { Session } from './shapes.ts'
import { TwoFactor } from './two-factor.tsx'

export function Security() {
  return (
    <>
      <TwoFactor />
      <Sessions />
    </>
  )
}

const sessionsKey = ['get', '/me/sessions']

/** Where one is signed in, the way out of each, and of all but this. */
function Sessions() {
  const client = useQueryClient()
  const sessions = hooks.useQuery('get', '/me/sessions')
  const end = useMutation({
    mutationFn: (id: string | undefined) =>
      id ? api.DELETE('/me/sessions/{id}', { params: { path: { id } } }) : api.DELETE('/me/sessions'),
    onSuccess: (_, id) => toast.done(id ? 'Signed out there' : 'Signed out everywhere else'),
    onError: (error) => toast.wrong('The session was not ended', sentenceOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsKey }),
  })
  const others = sessions.data?.items.some(({ current }) => !current)
  return (
    <Part
      title="Sessions"
      says="Where you are signed in. A page whose session you end is out at once."
      deed={
        others ? (
          <Button busy={end.isPending} onClick={() => end.mutate(undefined)}>
            Sign out everywhere else
          </Button>
        ) : null
      }
    >
      <Loaded asked={sessions} waiting="Loading sessions" wrong="The sessions could not be read">
        {({ items }) => (
          <Rows label="Sessions">
            {items.map((session) => (
              <One key={session.id} session={session} busy={end.isPending} onEnd={() => end.mutate(session.id)} />
            ))}
          </Rows>
        )}
      </Loaded>
    </Part>
  )
}

function One({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) {
  const device = deviceOf(session.user_agent)
  return (
    <Row
      icon={/iPhone|Android|Mobile/.test(session.user_agent) ? <Smartphone /> : <Monitor />}
      title={
        <>
          {device}
          {session.current ? <Badge tone="good">This one</Badge> : null}
        </>
      }
      says={
        <>
          {session.ip}, last seen <When at={session.last_seen_at} long />, since <When at={session.created_at} long />
        </>
      }
    >
      {session.current ? null : (
        <Button busy={busy} onClick={onEnd} aria-label={`Sign out ${device}, ${session.ip}`}>
          Sign out
        </Button>
      )}
    </Row>
  )
}

const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** Roughly what a browser calls itself; what is not known is shown as it came. */
function deviceOf(agent: string): string {
  const browser = browsers.find(([sign]) => sign.test(agent))?.[1]
  const system = systems.find(([sign]) => sign.test(agent))?.[1]
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? (agent.slice(0, 60) || 'Unknown browser')
}
