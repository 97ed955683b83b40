// Simulated time, networks and an edge for whole sessions: every fault that the platform has, drawn from a seed.

/** A small generator of uniforms in [0, 1), by a seed. */
export const createChance = (seed: number): (() => number) => {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
};

export type Line = {
  readonly id: string;
  readonly kind: string;
  readonly counts?: Readonly<Record<string, number>>;
};

/** An edge that takes lines once by id, has spells of 5xx and of 429 with Retry-After, and is not always reached. */
export const createEdge = () => {
  const lines = new Map<string, string>();
  let [repeats, conflicts, asked, tooEarly] = [0, 0, 0, 0];
  const waits = new Map<string, number>();
  /** Every hour has six minutes of 503 and six of 429. */
  const weather = (at: number): 200 | 429 | 503 => {
    const minute = Math.floor(at / 60_000) % 60;
    return minute >= 10 && minute < 16 ? 503 : minute >= 30 && minute < 36 ? 429 : 200;
  };
  return {
    take(
      device: string,
      body: string,
      at: number,
      mayWait: boolean,
    ): { status: number; retryAfterMs?: number } {
      asked += 1;
      if (mayWait && at < (waits.get(device) ?? 0)) tooEarly += 1;
      const status = weather(at);
      if (status === 429) {
        waits.set(device, at + 60_000);
        return { status, retryAfterMs: 60_000 };
      }
      if (status !== 200) return { status };
      for (const line of (JSON.parse(body) as { lines: Line[] }).lines) {
        const text = JSON.stringify(line);
        const known = lines.get(line.id);
        if (known !== undefined) repeats += 1;
        if (known !== undefined && known !== text) conflicts += 1;
        lines.set(line.id, text);
      }
      return { status };
    },
    weather,
    lines,
    told: () => ({ repeats, conflicts, asked, tooEarly }),
  };
};
export type Edge = ReturnType<typeof createEdge>;
