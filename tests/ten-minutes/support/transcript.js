import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const page = resolve(import.meta.dirname, '../../../docs/tutorial/transcript.md');

/** What the user has typed, and what came back: the page docs/tutorial/transcript.md is made of it, and checked against it. */
export class Transcript {
  #parts = [];
  #replacements = [];

  /** A name that differs from run to run, and what stands for it on the page. */
  replace(text, by) {
    this.#replacements.push([text, by]);
  }

  chapter(title, text) {
    this.#parts.push({ title, text, commands: [] });
  }

  add(command, output) {
    this.#parts.at(-1).commands.push({ command, output: this.#clean(output) });
  }

  /** Writes the page anew. */
  write() {
    writeFileSync(page, this.#render());
  }

  /** What the page shows, and what a user would not see today. Lines may come to a command, but none may go. */
  differences() {
    const shown = parse(readFileSync(page, 'utf8'));
    const now = this.#parts.flatMap((part) => part.commands);
    const problems = [];
    if (shown.map((c) => c.command).join('\n') !== now.map((c) => c.command).join('\n')) {
      problems.push(`The page has the commands\n  ${shown.map((c) => c.command).join('\n  ')}\nand the run has\n  ${now.map((c) => c.command).join('\n  ')}`);
    }
    for (const [i, { command, output }] of shown.entries()) {
      const seen = now[i]?.command === command ? now[i].output.split('\n').map(shape) : [];
      for (const line of output.split('\n').filter((l) => !seen.includes(shape(l)))) problems.push(`$ ${command}\n  no longer says: ${line}`);
    }
    return problems;
  }

  #clean(output) {
    let text = output.replace(/\u001b\[[0-9;]*m/g, '').trimEnd();
    for (const [from, to] of this.#replacements) text = text.replaceAll(from, to);
    return text.split('\n').map((line) => line.trimEnd()).join('\n');
  }

  #render() {
    const parts = this.#parts.map(({ title, text, commands }) => `## ${title}\n\n${text}\n\n${commands.map(({ command, output }) => `\`\`\`console\n$ ${command}\n${output ? `${output}\n` : ''}\`\`\``).join('\n\n')}\n`);
    return `# The commands of the tutorial, one after the other

What a terminal shows when [the tutorial](5-application.md)'s commands are typed, in this order, on a machine that has the .NET SDK. This page is written by a run of
[tests/ten-minutes](../../tests/ten-minutes) (\`ZHAR_DOC_TRANSCRIPT=1 ./dev ten-minutes\`), and \`./dev test\` fails when a line of it is no longer true. Numbers, secrets and times
differ from run to run; long output is not cut.

${parts.join('\n')}`;
  }
}

function parse(text) {
  return [...text.matchAll(/^```console\n\$ (.*)\n([^]*?)```$/gm)].map(([, command, output]) => ({ command, output: output.trimEnd() }));
}

/** A line without what differs from run to run. */
function shape(line) {
  return line.replace(/[A-Za-z0-9+/]{60,}=*/g, '…').replace(/\d+(?:[.,:]\d+)*(?:ms|s|m)?(?: \d+(?:ms|s))*/g, '#').replace(/\s+/g, ' ').trim();
}
