import QRCode from 'qrcode'

/** @see EventsService.ticketQr, with the quiet zone that scanners need. */
export function ticketQr(code: string): Promise<string> {
  return QRCode.toString(code, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
}
