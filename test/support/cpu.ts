// Time as the processor counts it: what work costs, however many others the machine serves meanwhile.

/** Milliseconds that all threads of this process were at work until the promise settled. */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
