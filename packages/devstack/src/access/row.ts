import type { AppName } from '@rose-ash/shared/config'

export type Statuses = [stranger: number, member: number, owner: number, admin: number]

/** One route, a request to it, and what each role is answered. */
export interface Row {
  app: AppName
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  path: string
  /** A form. */
  body?: Record<string, string>
  json?: object
  statuses: Statuses
}

/** Hidden from everybody but its owner and an administrator. */
export const owners: Statuses = [404, 404, 200, 200]

export const all = (status: number): Statuses => [status, status, status, status]
