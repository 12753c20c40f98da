import type { Route } from '../platform/routes.ts'
import { entranceRoutes } from './entranceRoutes.ts'
import { ownRoutes } from './ownRoutes.ts'
import { peopleRoutes } from './peopleRoutes.ts'

export const routes: Route[] = [...entranceRoutes, ...ownRoutes, ...peopleRoutes]
