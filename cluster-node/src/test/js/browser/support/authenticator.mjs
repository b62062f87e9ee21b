import { createHmac } from 'node:crypto';

/** An authenticator app (RFC 6238), into which the key on the page is typed. */
export async function authenticatorApp(visitor) {
  const key = (await visitor.page.locator('#secret').innerText()).replaceAll(/\s/g, '');
  const bits = [...key].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  /** @param ahead so many steps, of which one is good already */
  return (ahead = 0) => {
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
    const mac = createHmac('sha1', secret).update(step).digest();
    const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
  };
}
