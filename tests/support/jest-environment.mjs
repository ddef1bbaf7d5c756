import { setTimeout as setIdleTimeout } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';

/** How long what files share waits for the next file in Jest's own process, which warns after a second. */
const IDLE_MS = 500;

/** What the test files of this process share: see tests/support/shared.ts. */
const shared = new Map();
let idle;

/** Processes that the current file's tests have started. */
const children = new Set();

function closeShared() {
  for (const { close } of shared.values()) close?.();
  shared.clear();
}

process.once('exit', closeShared);

/** A worker doesn't outlive the process that started it. */
process.once('disconnect', () => process.exit());

/** Jest ends a worker by no longer listening to it, and waits for `workerGracefulExitTimeout`. */
process.on('removeListener', (name) => name === 'message' && process.exit());

const timeLimit = () => setTimeout(Number(process.env.TEST_TIMEOUT_MS), undefined, { ref: false });

/**
 * When a test times out, Jest continues while its body still runs and may use the next test's database. This
 * environment waits for the body, but no longer than a test's time limit.
 */
export default class extends TestEnvironment {
  #body = Promise.resolve();

  constructor(config, context) {
    super(config, context);
    clearTimeout(idle);
    this.global.sharedByFiles = { shared, children, load: (name) => import(name) };
  }

  async teardown() {
    await super.teardown();
    for (const child of children) child.kill('SIGKILL');
    if (!process.send) idle = setIdleTimeout(closeShared, IDLE_MS);
  }

  async handleTestEvent({ name, test }) {
    if (name === 'test_start') test.fn = this.#track(test.fn);
    if (name === 'test_fn_failure') await Promise.race([this.#body, timeLimit()]);
  }

  #track(body) {
    const tracked = (...args) => {
      const result = body(...args);
      this.#body = Promise.resolve(result).catch(() => {});
      return result;
    };
    return Object.defineProperty(tracked, 'length', { value: body.length }); // Jest looks at it for a callback
  }
}
