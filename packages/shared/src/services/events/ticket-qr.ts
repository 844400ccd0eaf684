/** @see EventsService.ticketQr, with the quiet zone that scanners need. */
export async function ticketQr(code: string): Promise<string> {
  // One app of six draws codes, and not for every page.
  const { default: QRCode } = await import('qrcode')
  return QRCode.toString(code, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
}
