import QRCode from 'qrcode'

/** A ticket's QR code as SVG, dark on light in every theme, with the quiet zone that scanners need. */
export function ticketQr(code: string): Promise<string> {
  return QRCode.toString(code, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
}
