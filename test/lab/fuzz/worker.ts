import { InputFailed, runBoard, type BoardRun, type Counts } from './board-run.ts'

// A process of `npm run fuzz`: gets a BoardRun, runs it, tells of it, and waits for the next.

export type WorkerNews =
  | { readonly type: 'progress' | 'done'; readonly counts: Counts }
  | { readonly type: 'failed'; readonly index: number; readonly message: string }

function tell(news: WorkerNews): void {
  process.send?.(news)
}

/** Lets the end of the parent, and its orders, be noticed. */
async function pause(counts: Counts): Promise<void> {
  tell({ type: 'progress', counts })
  await new Promise((resume) => setImmediate(resume))
}

async function work(run: BoardRun): Promise<void> {
  try {
    tell({ type: 'done', counts: await runBoard(run, pause) })
  } catch (error) {
    if (!(error instanceof InputFailed)) throw error
    tell({ type: 'failed', index: error.index, message: error.message })
  }
}

process.on('disconnect', () => process.exit())
// Ctrl-C reaches the whole group; the parent decides how it ends.
process.on('SIGINT', () => undefined)
process.on('message', (run: BoardRun) => void work(run))
