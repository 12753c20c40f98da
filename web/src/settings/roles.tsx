import { Check, Minus } from 'lucide-react'
import { hooks } from '../api.ts'
import { Loaded } from '../kit/loaded.tsx'
import { Part } from './part.tsx'
import { type RoleInWords, roleChoices } from './shapes.ts'

/** What each role may do: the very table the server asks. */
export function Roles() {
  const roles = hooks.useQuery('get', '/roles', {}, { staleTime: Infinity })
  return (
    <Part
      title="Roles"
      says="Each person has one role. It says all that they may do; their API tokens may do less, never more."
    >
      <Loaded asked={roles} waiting="Loading roles" wrong="The roles could not be read">
        {({ items }) => <Table roles={inOrder(items)} />}
      </Loaded>
    </Part>
  )
}

const inOrder = (roles: RoleInWords[]) => roleChoices.flatMap(({ value }) => roles.filter(({ role }) => role === value))

function Table({ roles }: { roles: RoleInWords[] }) {
  const all = new Map(roles.flatMap(({ permissions }) => permissions.map((each) => [each.permission, each.says])))
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {roles.map(({ role, says }) => (
          <div key={role} className="contents">
            <dt className="font-medium">{wordOf(role)}</dt>
            <dd className="text-ink-2">{says}</dd>
          </div>
        ))}
      </dl>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b text-ink-3 text-xs">
            <th scope="col" className="py-2 text-left font-medium">
              May
            </th>
            {roles.map(({ role }) => (
              <th key={role} scope="col" className="w-16 py-2 text-center font-medium">
                {wordOf(role)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...all].map(([permission, says]) => (
            <tr key={permission} className="border-b">
              <th scope="row" className="py-2 pr-3 text-left font-normal">
                {says}
                <span className="block font-mono text-ink-3 text-xs [overflow-wrap:anywhere]">{permission}</span>
              </th>
              {roles.map(({ role, permissions }) => (
                <td key={role} className="text-center">
                  {permissions.some((each) => each.permission === permission) ? (
                    <Check role="img" aria-label="yes" className="inline text-good" />
                  ) : (
                    <Minus role="img" aria-label="no" className="inline text-ink-3" />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

const wordOf = (role: string) => roleChoices.find(({ value }) => value === role)?.label ?? role
