const numbers = { SIGINT: 2, SIGTERM: 15 } as const;
type StopSignal = keyof typeof numbers;

/** Asks a run to stop: the first signal lets it finish the step in hand, the second ends the process at once. */
export interface Stop {
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal has come. */
  exitCode(): number | undefined;
  /** Gives the signals back to Node. */
  release(): void;
}

export function listenForStop(onFirst: (name: string) => void = () => {}): Stop {
  const controller = new AbortController();
  let code: number | undefined;
  const handlers = (Object.keys(numbers) as StopSignal[]).map((name) => {
    const handler = () => {
      if (code !== undefined) process.exit(128 + numbers[name]);
      code = 128 + numbers[name];
      onFirst(name);
      controller.abort();
    };
    process.on(name, handler);
    return () => process.off(name, handler);
  });
  return {
    signal: controller.signal,
    exitCode: () => code,
    release: () => {
      for (const off of handlers) off();
    },
  };
}
