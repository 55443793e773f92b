using System.Text.RegularExpressions;
using Zhar.Cli.Output;

namespace Zhar.Cli.Templates;

/// <summary>Chooses the lines of a template by <c>#if</c>, <c>#elif</c>, <c>#else</c> and <c>#endif</c>, bare or in a comment, each on a line of its own.</summary>
internal static partial class TemplateText
{
    internal static string Render(string text, IReadOnlyDictionary<string, bool> symbols)
    {
        var lines = new List<string>();

        // For each open #if: whether its lines are wanted now, and whether one of its branches was.
        var open = new Stack<(bool IsOn, bool WasOn)>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var directive = Directive().Match(line);
            if (!directive.Success)
            {
                if (open.All(static o => o.IsOn))
                    lines.Add(line);
                continue;
            }

            var condition = directive.Groups["condition"].Value;
            switch (directive.Groups["word"].Value)
            {
                case "if":
                    var isOn = Condition.Eval(condition, symbols);
                    open.Push((isOn, isOn));
                    break;
                case "elif":
                    var before = Pop(open);
                    var elif = !before.WasOn && Condition.Eval(condition, symbols);
                    open.Push((elif, before.WasOn || elif));
                    break;
                case "else":
                    open.Push((!Pop(open).WasOn, true));
                    break;
                default:
                    Pop(open);
                    break;
            }
        }

        return open.Count == 0 ? string.Join('\n', lines) : throw new CliException("The template has an #if without its #endif.");
    }

    private static (bool IsOn, bool WasOn) Pop(Stack<(bool IsOn, bool WasOn)> open) =>
        open.TryPop(out var top) ? top : throw new CliException("The template has an #else or #endif without its #if.");

    [GeneratedRegex(@"^\s*(?://|<!--)?#(?<word>if|elif|else|endif)\b\s*(?<condition>[^>-]*?)\s*(?:-->)?\s*$")]
    private static partial Regex Directive();
}
