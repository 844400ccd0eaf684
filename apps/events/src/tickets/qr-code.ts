import QRCode from 'qrcode'

/** A QR code as SVG, dark on light in every theme, with the quiet zone that scanners need. */
export function qrCode(text: string): Promise<string> {
  return QRCode.toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
}
