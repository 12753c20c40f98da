/** The modules, left to right. A module may import only what stands to its left, and only along the arrows written here. */
export const order = [
  'platform',
  'connectors',
  'auth',
  'people',
  'search',
  'tickets',
  'mail',
  'writing',
  'notify',
  'ops',
  'app',
]
export const arrows = {
  connectors: [],
  auth: [],
  people: [],
  search: [],
  tickets: ['auth', 'people', 'search'],
  mail: ['connectors', 'auth', 'people', 'tickets'],
  writing: ['auth', 'mail', 'tickets'],
  notify: ['connectors', 'auth', 'tickets', 'mail'],
  ops: ['connectors', 'auth', 'mail', 'tickets'],
  app: order.filter((module) => module !== 'app'),
}
