/** Whether somebody sits there who can answer: a terminal on both sides, and not a CI run. */
export function canAsk(): boolean {
  const { CI = '' } = process.env
  return (
    [process.stdin, process.stdout].every(({ isTTY }) => isTTY === true) && (CI === '' || CI === '0' || CI === 'false')
  )
}
