import { createSendMail } from '@rose-ash/shared/mail'
import { atEnd, freePort } from '@rose-ash/shared/testing'
import { expect, it } from 'vitest'
import { startTrial } from './start-trial.ts'

it('keeps the mails of a stack elsewhere, and is a SumUp to its merchant', async () => {
  const ports = { smtp: await freePort(), mail: await freePort(), sumup: await freePort() }
  const trial = await startTrial('127.0.0.2', ports)
  atEnd(() => trial.stop())
  const { SUMUP_API_URL: api, SUMUP_MERCHANT_CODE: code } = trial.environment

  await createSendMail({ smtpUrl: trial.secrets['smtp_url'] ?? '', from: 'coop@rose-ash.example' })(
    {
      key: 'bread',
      to: 'joss@rose-ash.example',
      subject: 'Bread',
      text: 'It is baked.',
      html: '<p>It is baked.</p>',
    },
  )
  const mails = await fetch(`${trial.mails}/api/messages`)
  const merchant = await fetch(`${api}/v1/merchants/${code}`, {
    headers: { authorization: `Bearer ${trial.secrets['sumup_api_key']}` },
  })

  expect(await mails.json()).toMatchObject([{ to: ['joss@rose-ash.example'], subject: 'Bread' }])
  expect(merchant.status).toBe(200)
  expect(await merchant.json()).toMatchObject({ merchant_code: code })
})
