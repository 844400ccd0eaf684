import { type AppName, appNames } from '@rose-ash/shared/config'
import { addressesOf, type Ports } from './layout.ts'

/**
 * Asks every app for its front page, so that the first visitor does not wait for what happens only
 * once: compiled code, planned statements, and fragments that nobody has asked for yet.
 */
export async function warmUp(ports: Ports): Promise<void> {
  const { apps } = addressesOf(ports)
  for (let round = 0; round < 2; round += 1) {
    await Promise.all(appNames.map((app) => visit(ports, app, apps[app])))
  }
}

async function visit(ports: Ports, app: AppName, address: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${ports.apps[app]}/`, {
    headers: { accept: 'text/html', 'x-forwarded-host': new URL(address).host },
    redirect: 'manual',
  })
  await response.arrayBuffer()
}
