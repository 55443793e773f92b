// The count of a run: what passed, at once or at its second try, of all; and what did not.
import { readFileSync } from 'node:fs';

const { stats, suites, errors } = JSON.parse(readFileSync(process.argv[2]));
const total = stats.expected + stats.flaky + stats.unexpected + stats.skipped;

function* specs(suite, file) {
  for (const spec of suite.specs ?? []) yield { name: `${file}: ${spec.title}`, status: spec.tests[0].status };
  for (const inner of suite.suites ?? []) yield* specs(inner, file);
}

const words = { unexpected: 'failed', skipped: 'left out', flaky: 'passed at its second try' };
for (const { name, status } of suites.flatMap((suite) => [...specs(suite, suite.file)])) {
  if (status in words) console.log(`${words[status]}  ${name}`);
}
for (const { message } of errors) console.log(`error  ${message}`);
console.log(`\n${stats.expected + stats.flaky} of ${total}`);
process.exitCode = total > 0 && stats.expected + stats.flaky === total && errors.length === 0 ? 0 : 1;
