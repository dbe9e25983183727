// @ts-check
// Ed25519 (RFC 8032) for browsers that do not have it themselves, which is most telephones from before 2025. It checks
// signatures and makes none: there is no secret in here, so that it need not take the same time for every number.

const p = 2n ** 255n - 19n
const order = 2n ** 252n + 27742317777372353535851937790883648493n
const d = mod(-121665n * inverse(121666n))
const rootOfMinusOne = power(2n, (p - 1n) / 4n)
const by = mod(4n * inverse(5n))

/** X, Y, Z and T of a point, with x = X / Z, y = Y / Z, x · y = T / Z. @typedef {[bigint, bigint, bigint, bigint]} Point */
const zero = /** @type {Point} */ ([0n, 1n, 1n, 0n])
const base = pointAt(by, 0n)

/** Whether the signature is of these bytes, and by the owner of the key (32 bytes). @param {Uint8Array} signature @param {Uint8Array} signed @param {Uint8Array} publicKey */
export async function verifyEd25519(signature, signed, publicKey) {
  if (signature.length !== 64 || publicKey.length !== 32) return false
  const s = numberOf(signature.subarray(32))
  const encoded = numberOf(publicKey)
  const key = pointAt(encoded & ((1n << 255n) - 1n), encoded >> 255n)
  if (!base || !key || s >= order) return false
  const text = new Uint8Array(64 + signed.length)
  text.set(signature.subarray(0, 32))
  text.set(publicKey, 32)
  text.set(signed, 64)
  const hash = numberOf(new Uint8Array(await crypto.subtle.digest('SHA-512', text))) % order
  const [x, y, z, t] = key
  // R = s · B − h · A, letter by letter as it is written in the signature.
  const [rx, ry, rz] = add(times(s, base), times(hash, [mod(-x), y, z, mod(-t)]))
  const one = inverse(rz)
  const r = mod(ry * one) | ((mod(rx * one) & 1n) << 255n)
  return r === numberOf(signature.subarray(0, 32))
}

/** The point with this y, and an x that is odd or not; null where the curve has none. @param {bigint} y @param {bigint} odd @returns {Point | null} */
function pointAt(y, odd) {
  if (y >= p) return null
  const u = mod(y * y - 1n)
  const v = mod(d * y * y + 1n)
  let x = mod(u * v ** 3n * power(mod(u * v ** 7n), (p - 5n) / 8n))
  if (mod(v * x * x) === mod(-u)) x = mod(x * rootOfMinusOne)
  if (mod(v * x * x) !== u || (x === 0n && odd === 1n)) return null
  if ((x & 1n) !== odd) x = p - x
  return [x, y, 1n, mod(x * y)]
}

/** @param {Point} one @param {Point} other @returns {Point} */
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2))
  const b = mod((y1 + x1) * (y2 + x2))
  const c = mod(2n * d * t1 * t2)
  const f = 2n * z1 * z2
  return [mod((b - a) * (f - c)), mod((f + c) * (b + a)), mod((f - c) * (f + c)), mod((b - a) * (b + a))]
}

/** @param {bigint} count @param {Point} point */
function times(count, point) {
  let sum = zero
  for (let doubled = point; count > 0n; count >>= 1n) {
    if (count & 1n) sum = add(sum, doubled)
    doubled = add(doubled, doubled)
  }
  return sum
}

/** @param {bigint} value */
function mod(value) {
  const rest = value % p
  return rest < 0n ? rest + p : rest
}

/** @param {bigint} number @param {bigint} exponent */
function power(number, exponent) {
  let result = 1n
  for (let square = number; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = mod(result * square)
    square = mod(square * square)
  }
  return result
}

/** @param {bigint} number */
function inverse(number) {
  return power(mod(number), p - 2n)
}

/** Lowest byte first. @param {Uint8Array} bytes */
function numberOf(bytes) {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
}
