import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { addCounts, InputFailed, noCounts, type BoardRun, type Counts } from './board-run.ts'
import type { WorkerNews } from './worker.ts'

/** Runs boards in processes of their own, as many at a time as it has workers. */
export class WorkerPool {
  private readonly finished = noCounts()
  private readonly underWay = new Map<ChildProcess, Counts>()
  private readonly workers: ChildProcess[] = []

  constructor(private readonly jobs: number) {}

  /** What came of all inputs so far, those of boards under way included. */
  get counts(): Counts {
    const all = noCounts()
    for (const each of [this.finished, ...this.underWay.values()]) addCounts(all, each)
    return all
  }

  /** Resolves when all runs are through or `stop` was called. Rejects with InputFailed at the first input that fails. */
  async run(runs: readonly BoardRun[], onProgress: () => void): Promise<void> {
    const queue = [...runs]
    const lanes = Array.from({ length: Math.min(this.jobs, queue.length) }, () => this.lane(queue, onProgress))
    await Promise.all(lanes).finally(() => this.stop())
  }

  /** Ends the processes. */
  stop(): void {
    for (const worker of this.workers.splice(0)) worker.kill('SIGKILL')
  }

  private lane(queue: BoardRun[], onProgress: () => void): Promise<void> {
    // With the same loader as this process has.
    const worker = fork(join(import.meta.dirname, 'worker.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.workers.push(worker)
    return new Promise((resolve, reject) => {
      const next = (): void => {
        const run = queue.shift()
        if (run === undefined) resolve()
        else worker.send(run)
      }
      worker.on('message', (news: WorkerNews) => {
        if (news.type === 'failed') return reject(new InputFailed(news.index, news.message))
        this.note(worker, news)
        onProgress()
        if (news.type === 'done') next()
      })
      worker.on('error', reject)
      worker.on('exit', (code) => {
        if (!this.workers.includes(worker)) resolve()
        else reject(new Error(`a worker ended with ${code ?? 'a signal'}`))
      })
      next()
    })
  }

  private note(worker: ChildProcess, { type, counts }: Extract<WorkerNews, { counts: Counts }>): void {
    if (type === 'progress') return void this.underWay.set(worker, counts)
    this.underWay.delete(worker)
    addCounts(this.finished, counts)
  }
}
