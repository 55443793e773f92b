using Spectre.Console;
using Zhar.Reload;

namespace Zhar.Cli.Output;

/// <summary>What the user sees: coloured on a terminal, plain text elsewhere and with <c>NO_COLOR</c>.</summary>
internal sealed class Terminal(IAnsiConsole output, IAnsiConsole error)
{
    /// <summary>Whether somebody looks: progress moves, colours show.</summary>
    internal bool IsInteractive => output.Profile.Out.IsTerminal && output.Profile.Capabilities.Ansi;

    /// <summary>Where the output goes, for others that write to it.</summary>
    internal TextWriter Out => output.Profile.Out.Writer;

    internal static Terminal ForConsole() => new(
        Wide(Console.Out, Console.IsOutputRedirected),
        Wide(Console.Error, Console.IsErrorRedirected));

    /// <summary>A terminal that writes plain text.</summary>
    internal static Terminal Plain(TextWriter output, TextWriter error) => new(PlainConsole(output), PlainConsole(error));

    internal void Line(string text = "") => Write(output, text);

    /// <summary>Something that is done.</summary>
    internal void Done(string text) => output.MarkupLineInterpolated($"[green]✓[/] {text}");

    /// <summary>A file that was written, changed or deleted.</summary>
    internal void File(string what, string path) => output.MarkupLineInterpolated($"  [{(what == "delete" ? "red" : what == "edit" ? "yellow" : "green")}]{what,-6}[/] {path}");

    /// <summary>A command that the user may want next.</summary>
    internal void Next(string command) => output.MarkupLineInterpolated($"    [bold]{command}[/]");

    internal void Warning(string text) => error.MarkupLineInterpolated($"[yellow]warning:[/] {text}");

    internal void Error(string text, string? next = null)
    {
        error.Markup("[red]error:[/] ");
        Write(error, text);
        if (next is null)
            return;
        error.Markup("  [bold]next:[/] ");
        Write(error, next);
    }

    /// <summary>What another program has written as its errors, as it is.</summary>
    internal void ErrorText(string text)
    {
        if (text.Length > 0)
            Write(error, text);
    }

    /// <summary>An error of the compiler with its place in the source.</summary>
    internal void SourceError(ReloadError found)
    {
        error.MarkupLineInterpolated($"[red]error[/] [bold]{Place(found)}[/]{found.Code}: {found.Message}");
        foreach (var (number, text) in found.Source)
            error.MarkupLineInterpolated($"[{(number == found.Line ? "red" : "grey")}]{(number == found.Line ? ">" : " ")}{number,5} | {text}[/]");
    }

    /// <summary>A warning of the compiler with its place in the source.</summary>
    internal void SourceWarning(ReloadError found) => error.MarkupLineInterpolated($"[yellow]warning[/] [bold]{Place(found)}[/]{found.Code}: {found.Message}");

    private static string Place(ReloadError found) => found.File.Length == 0 ? "" : $"{found.File}({found.Line},{found.Column}): ";

    /// <summary>A changed file as lines with plus and minus.</summary>
    internal void Diff(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var colour = line.StartsWith('+') ? "green" : line.StartsWith('-') ? "red" : "grey";
            output.MarkupLineInterpolated($"    [{colour}]{line}[/]");
        }
    }

    /// <summary>Shows that something goes on, and then how long it took.</summary>
    internal async Task<T> Progress<T>(string what, Func<Task<T>> work)
    {
        var started = TimeProvider.System.GetTimestamp();
        if (!IsInteractive)
        {
            Line($"{what} …");
            return await work().ConfigureAwait(false);
        }

        var result = await output.Status().StartAsync(Markup.Escape(what) + " …", _ => work()).ConfigureAwait(false);
        output.MarkupLineInterpolated($"[grey]{what}: {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s[/]");
        return result;
    }

    // Spectre breaks long lines at the width of the terminal; text for other programs, and commands to copy, must keep their lines.
    private static void Write(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    /// <summary>A file or another program gets its lines whole.</summary>
    private static IAnsiConsole Wide(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (isRedirected)
            console.Profile.Width = 1000;
        return console;
    }

    private static IAnsiConsole PlainConsole(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 1000;
        return console;
    }
}
