import { spawn } from 'node:child_process'

export type Output = { code: number; stdout: string; stderr: string }

/** Runs a script with this very Node and waits for its end. A script that was killed counts as failed. */
export function runNode(args: string[], cwd: string): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Output = { code: 1, stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...output, code: code ?? 1 }))
  })
}
