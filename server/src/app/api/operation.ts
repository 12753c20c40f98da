import { curlOf } from './curl.ts'
import type { Document, Operation } from './document.ts'
import { html, type Markup, prose } from './markup.ts'
import { type Components, membersOf, type Schema } from './schemas.ts'
import { treeOf, typeOf } from './tree.ts'

/** One operation: who may, what it takes, what it answers, how it refuses; the example beside it. */
export function operationMarkup(method: string, path: string, operation: Operation, { components }: Document): Markup {
  const { schemas, responses } = components
  const { operationId, summary, parameters, requestBody } = operation
  const named = parameters.filter((one: Schema) => !one.$ref)
  const [status, answer] = Object.entries(operation.responses as Record<string, Schema>).find(([code]) => code < '300')!
  const [type, media] = Object.entries((answer.content ?? {}) as Record<string, Schema>)[0] ?? []
  const sent = requestBody?.content['application/json']
  return html`<article id="${operationId}" data-find="${[method, path, operationId, summary, permissionOf(operation)].join(' ').toLowerCase()}">
<h3><a href="#${operationId}"><span class="method ${method.toLowerCase()}">${method}</span> <code>${breakable(path)}</code></a></h3>
<p class="summary">${prose(summary)}</p>
<p class="may">${mayWords(operation)}</p>
<div class="sides"><div class="takes">
${named.length > 0 && html`<h4>In the address</h4><ul class="tree">${named.map((one: Schema) => parameterMarkup(one, schemas))}</ul>`}
${isOnce(operation) && html`<p class="hint">Takes an <code>Idempotency-Key</code>: sent again, it is done once.</p>`}
${sent && html`<h4>In the body</h4>${treeOf(sent.schema, schemas)}`}
${answerMarkup(status, type, media, schemas)}
<details class="refusals"><summary><h4>Refuses</h4></summary><ul>${refusalsOf(operation, responses)}</ul></details>
</div><div class="example">
<pre aria-label="Example request" tabindex="0"><code>${curlOf(method, path, operation, schemas)}</code></pre>
${media?.example !== undefined && html`<details><summary>Example answer</summary><pre aria-label="Example answer" tabindex="0"><code>${JSON.stringify(media.example, null, 2)}</code></pre></details>`}
</div></div></article>`
}

function parameterMarkup({ name, in: where, required, schema, description }: Schema, schemas: Components): Markup {
  return html`<li><code>${where === 'path' ? `{${name}}` : name}</code> <span class="type">${typeOf(schema, schemas)}</span>${
    required ? '' : html` <span class="soft">optional</span>`
  }${description && html` <span class="said">${prose(description)}</span>`}</li>`
}

/** A long answer is folded: its name says enough until somebody wants to know. */
function answerMarkup(
  status: string,
  type: string | undefined,
  media: Schema | undefined,
  schemas: Components,
): Markup {
  const title = html`<h4>Answers <span class="status">${status}</span></h4>`
  if (!media) return html`${title}<p class="soft">Nothing more.</p>`
  if (!media.schema.type && !media.schema.$ref)
    return html`${title}<p class="soft">The bytes as they are${type === '*/*' ? '' : html`, <code>${type}</code>`}.</p>`
  const isShort = membersOf(media.schema, schemas).size <= 8
  return html`<details class="answer"${isShort && html` open`}><summary>${title} <span class="type">${typeOf(media.schema, schemas)}</span></summary>${treeOf(media.schema, schemas)}</details>`
}

function refusalsOf({ responses: own }: Operation, responses: Record<string, Schema>): Markup[] {
  return Object.entries(own as Record<string, Schema>)
    .filter(([status]) => status >= '300')
    .flatMap(([status, { $ref }]) => {
      const { examples } = responses[$ref.split('/').at(-1)]!.content['application/problem+json']
      return Object.entries(examples as Record<string, Schema>).map(
        ([code, { summary }]) =>
          html`<li><span class="status">${status}</span> <a href="#problem-${code}"><code>${code}</code></a> <span class="said">${summary}</span></li>`,
      )
    })
}

function mayWords(operation: Operation): Markup {
  const permission = permissionOf(operation)
  if (permission === null) return html`Open to anyone`
  if (permission === 'anyone') return html`For anyone who is signed in`
  return html`Needs <code>${permission}</code>`
}

const permissionOf = (operation: Operation): string | null => operation['x-docket-permission']
const isOnce = ({ parameters }: Operation) => parameters.some((one: Schema) => one.$ref?.endsWith('/IdempotencyKey'))

/** A long address breaks between its parts, not within. */
const breakable = (path: string): Markup[] => path.split(/(?=\/)/).map((part) => html`<wbr>${part}`)
