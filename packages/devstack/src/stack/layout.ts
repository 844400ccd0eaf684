import { type AppName, appNames, forEachApp } from '@rose-ash/shared/config'

/** Every port of a stack, on 127.0.0.1. */
export interface Ports {
  gateway: number
  apps: Record<AppName, number>
  smtp: number
  mail: number
  sumup: number
  postgres: number
  redis: number
}

/** The ports from `first` on: the gateway, the six apps, and what they need. */
export function portsFrom(first: number): Ports {
  return {
    gateway: first,
    apps: forEachApp((app) => first + 1 + appNames.indexOf(app)),
    smtp: first + 7,
    mail: first + 8,
    sumup: first + 9,
    postgres: first + 10,
    redis: first + 11,
  }
}

/** Public addresses of a stack on this machine: `*.localhost` leads browsers to 127.0.0.1. */
export interface Addresses {
  base: string
  apps: Record<AppName, string>
  mail: string
  sumup: string
}

export function addressesOf({ gateway }: Ports): Addresses {
  const at = (name: string) => `http://${name}rose-ash.localhost:${gateway}`
  return {
    base: at(''),
    apps: forEachApp((app) => at(`${app}.`)),
    mail: at('mail.'),
    sumup: at('sumup.'),
  }
}

const local = (port: number): string => `http://127.0.0.1:${port}`

/** Where each public host of a stack really listens. */
export function upstreamsOf(ports: Ports): Record<string, string> {
  const { base, apps, mail, sumup } = addressesOf(ports)
  return Object.fromEntries([
    [new URL(base).host, local(ports.apps.blog)],
    ...appNames.map((app) => [new URL(apps[app]).host, local(ports.apps[app])]),
    [new URL(mail).host, local(ports.mail)],
    [new URL(sumup).host, local(ports.sumup)],
  ]) as Record<string, string>
}
