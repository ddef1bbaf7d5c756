import QRCode from 'qrcode';

/** QR code as an SVG data: address, black with a white quiet zone of four modules (ISO/IEC 18004). */
export async function qrCode(text: string): Promise<string> {
  const svg = await QRCode.toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
