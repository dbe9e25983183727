import { expect, test } from 'vitest'
import { newVerificationCode, readCode } from '../../server/certificates/verification-code.ts'

const code = 'TP-7K4M-20XD-1HRC-X'
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const plain = code.slice(3).replaceAll('-', '')

test.each([
  code,
  code.toLowerCase(),
  ` tp 7k4m 20xd 1hrc x `,
  plain,
  `TP${plain}`,
  'TP-7K4M-2OXD-IHRC-X',
  'tp-7k4m-2oxd-lhrc-x',
  'TP–7K4M–20XD–1HRC–X',
  'ＴＰ-７Ｋ４Ｍ-20XD-1HRC-X',
  `https://thirdpillar.example/verify/${code}?lang=fr`,
  `https://thirdpillar.example/verify/${code}#${'0123456789'.repeat(30)}`,
  `https://thirdpillar.example/verify/${code}\n#0123456789\n0123456789`,
])('%s is read as the code that was issued', (typed) => {
  expect(readCode(typed)).toEqual({ code })
})

test.each([
  ['', 'empty'],
  [' TP- ', 'empty'],
  ['TP-7K4M-20XD-1HRC', 'length'],
  [`${code}A`, 'length'],
  ['TP-7K4M-20XD-1HRC-U', 'letters'],
  ['TP-7K4M-20XD-1HRC-é', 'letters'],
  ['TP-7K4M-20XD-1HRC-K', 'slip'],
])('“%s” cannot be a code, and why is known without looking it up', (typed, problem) => {
  expect(readCode(typed)).toEqual({ problem })
})

test('a new code is read as itself, and no two are the same', () => {
  const codes = Array.from({ length: 500 }, newVerificationCode)
  expect(codes.map(readCode)).toEqual(codes.map((one) => ({ code: one })))
  expect(new Set(codes).size).toBe(500)
})

test('every wrong character and every two that changed places are noticed', () => {
  const characters = [...plain]
  const wrong = characters.flatMap((right, place) =>
    [...letters].filter((letter) => letter !== right).map((letter) => characters.with(place, letter)),
  )
  const swapped = characters.flatMap((one, place) =>
    characters.flatMap((other, there) => (one === other ? [] : [characters.with(place, other).with(there, one)])),
  )
  const all = [...wrong, ...swapped].map((letters) => readCode(letters.join('')))
  expect(all.every((read) => 'problem' in read && read.problem === 'slip')).toBe(true)
})
