// The transport of the original host, measured as Measure.java measures the others.
// Arguments: base URL, seconds to warm up, seconds to measure; or "reply" and base URL, to print one reply.
import { readdirSync } from "node:fs";
import { streamOpenAICompletions } from "@mariozechner/pi-ai/openai-completions";

const MODEL = "zai-org/GLM-4.7-Flash";
const PROMPT = "Why is the sky blue?";
const SLOW_PIECES = 60; // as in Payload.java and Measure.java

function replyFrom(baseUrl) {
  const model = {
    id: MODEL, name: MODEL, api: "openai-completions", provider: "chutes", baseUrl, reasoning: false, input: ["text"],
    cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, contextWindow: 131072, maxTokens: 4096,
  };
  const context = { messages: [{ role: "user", content: PROMPT, timestamp: 0 }] };
  return streamOpenAICompletions(model, context, { apiKey: "cpk_fake_for_benchmarks" });
}

const micros = () => Number(process.hrtime.bigint()) / 1000;

function cpu() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The hash of String.hashCode in Java, over all pieces. */
async function reply(baseUrl, timed, begun = () => {}) {
  const seen = { hash: 0, chars: 0, first: 0, latest: 0, pieces: 0 };
  for await (const event of replyFrom(baseUrl)) {
    if (event.type === "error") {
      throw new Error(JSON.stringify(event.error.errorMessage));
    }
    if (event.type !== "text_delta" && event.type !== "toolcall_delta") {
      continue;
    }
    if (seen.first === 0) {
      seen.first = micros();
      begun();
    }
    const piece = event.delta;
    for (let i = 0; i < piece.length; i++) {
      seen.hash = (Math.imul(seen.hash, 31) + piece.charCodeAt(i)) | 0;
    }
    seen.chars += piece.length;
    seen.pieces++;
    if (timed) {
      seen.latest = Math.max(seen.latest, micros() - Number(piece));
    }
  }
  return seen;
}

async function repeat(seconds, task) {
  const cpuEnd = cpu() + seconds * 1e6; // as in Measure.java
  let count = 0;
  do {
    await task();
    count++;
  } while (cpu() < cpuEnd);
  return count;
}

function begin() {
  const cpu = process.cpuUsage();
  const wall = micros();
  return (units) => {
    const used = process.cpuUsage(cpu);
    const took = micros() - wall;
    return {
      units, perSecond: (units / took) * 1e6, seconds: took / 1e6, cpuSeconds: (used.user + used.system) / 1e6,
      wallMicros: took / units, cpuMicros: (used.user + used.system) / units,
    };
  };
}

function percentiles(waits) {
  const sorted = waits.sort((a, b) => a - b);
  return { p50Micros: sorted[sorted.length >> 1], p99Micros: sorted[Math.floor(sorted.length * 0.99)] };
}

async function slowRound(baseUrl, size, whenAllHaveBegun = () => {}) {
  let begun = 0;
  const begin = () => {
    if (++begun === size) {
      whenAllHaveBegun();
    }
  };
  const all = await Promise.all(Array.from({ length: size }, () => reply(baseUrl, true, begin)));
  if (all.some((seen) => seen.pieces !== SLOW_PIECES)) {
    throw new Error(`a reply without ${SLOW_PIECES} pieces`);
  }
  return Math.max(...all.map((seen) => seen.latest));
}

/** Node runs with --expose-gc. */
function usedHeap() {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function measure(baseUrl, warmSeconds, seconds) {
  const [kind, sizeText] = new URL(baseUrl).pathname.split("/").slice(1);
  const size = Number(sizeText);
  if (kind === "slow") {
    await slowRound(baseUrl, size);
    const emptyBefore = usedHeap();
    let heap = 0;
    let threads = 0;
    await slowRound(baseUrl, size, () => {
      heap = usedHeap();
      threads = readdirSync("/proc/self/task").length;
    });
    const report = begin();
    const latest = await slowRound(baseUrl, size);
    const reported = report(size * SLOW_PIECES);
    const empty = Math.min(emptyBefore, usedHeap());
    return {
      ...reported, latestMillis: latest / 1000, heapPerStream: (heap - empty) / size, platformThreads: threads,
    };
  }
  const waits = [];
  let last;
  const one = async () => {
    const from = micros();
    last = await reply(baseUrl, false);
    waits.push(last.first - from);
  };
  await repeat(warmSeconds, one);
  waits.length = 0;
  const report = begin();
  const count = await repeat(seconds, one);
  const units = kind === "first" ? count : count * size;
  return { ...report(units), ...(kind === "first" ? percentiles(waits) : {}), hash: last.hash, chars: last.chars };
}

const args = process.argv.slice(2);
if (args[0] === "reply") {
  for await (const event of replyFrom(args[1])) {
    if (event.type === "text_delta") {
      process.stdout.write(event.delta);
    }
  }
} else {
  try {
    console.log(JSON.stringify(await measure(args[0], Number(args[1]), Number(args[2]))));
  } catch (failure) {
    console.error(failure);
    console.log(String(failure));
    process.exit(1);
  }
}
process.exit(0);
