/** Runs `work` over the ids, at most `width` at once; the first error ends it once those under way are done. */
export async function* inParallel(
  ids: readonly string[],
  width: number,
  work: (id: string) => Promise<void>,
): AsyncGenerator<string> {
  const running = new Set<Promise<string>>();
  const failures: unknown[] = [];
  const start = (id: string) => {
    const task: Promise<string> = work(id)
      .catch((error) => {
        failures.push(error);
      })
      .then(() => {
        running.delete(task);
        return id;
      });
    running.add(task);
  };
  for (const id of ids) {
    if (failures.length > 0) break;
    start(id);
    if (running.size >= width) yield await Promise.race(running);
  }
  while (running.size > 0) yield await Promise.race(running);
  if (failures.length > 0) throw failures[0];
}
