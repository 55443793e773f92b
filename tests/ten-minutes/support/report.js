import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The steps of a run: what each took, and whether it went well. */
export class Report {
  #steps = [];
  #times = new Map();
  #isBroken = false;
  #goesOn;

  constructor(goesOn) {
    this.#goesOn = goesOn;
  }

  /** A step that the next ones need: when it fails, they are not taken. */
  async step(name, act) {
    if (this.#isBroken) return this.#end(name, 0, 'not reached');
    this.#isBroken = !(await this.#take(name, act)) && !this.#goesOn;
  }

  /** A step that the next ones can do without. */
  async check(name, act) {
    if (this.#isBroken) return this.#end(name, 0, 'not reached');
    await this.#take(name, act);
  }

  /** Measures a part of a step, under a name that the table knows. */
  async time(name, act) {
    const began = performance.now();
    const result = await act();
    this.put(name, (performance.now() - began) / 1000);
    return result;
  }

  put(name, seconds) {
    this.#times.set(name, seconds);
    console.log(`       ${seconds.toFixed(2).padStart(7)} s  ${name}`);
  }

  seconds(name) {
    return this.#times.get(name);
  }

  get failed() {
    return this.#steps.filter((step) => step.problem).length;
  }

  get passed() {
    return this.#steps.length - this.failed;
  }

  /** Leaves the counts where ./dev looks for them. */
  save(file) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ passed: this.passed, failed: this.failed, steps: this.#steps, times: Object.fromEntries(this.#times) }, null, 2));
  }

  async #take(name, act) {
    const began = performance.now();
    try {
      await act();
      this.#end(name, performance.now() - began);
      return true;
    } catch (error) {
      this.#end(name, performance.now() - began, error.stack ?? String(error));
      return false;
    }
  }

  #end(name, milliseconds, problem) {
    this.#steps.push({ name, seconds: milliseconds / 1000, problem });
    console.log(`${problem ? 'FAILED' : '    ok'} ${(milliseconds / 1000).toFixed(1).padStart(7)} s  ${name}${problem ? `\n${problem.replace(/^/gm, '       ')}` : ''}`);
  }
}
