namespace Zhar;

/// <summary>The commands that a program answers to beside running its application, such as <c>migrate</c> and <c>routes</c>.</summary>
/// <example>
/// <code>
/// // Program.cs
/// return await ZharHost.Run&lt;Application&gt;(args, commands => commands
///     .Repo&lt;Repo&gt;()
///     .Routes&lt;Router&gt;()
///     .Add("reindex", "Builds the search index anew.", context => context.Services.GetRequiredService&lt;Search&gt;().Rebuild()));
/// </code>
/// </example>
/// <remarks>
/// <c>my_app migrate</c> runs a command in a program of its own, with the application's configuration and services; <c>my_app rpc migrate</c> runs it inside the
/// program that is running, over the socket that <c>ZHAR_CONTROL</c> names. Source: mix tasks, the eval and rpc of mix release.
/// </remarks>
public sealed class HostCommands
{
    private readonly Dictionary<string, HostCommand> _all = new(StringComparer.Ordinal);

    /// <summary>The commands in the order of their names.</summary>
    public IReadOnlyList<HostCommand> All => [.. _all.Values.OrderBy(static c => c.Name, StringComparer.Ordinal)];

    /// <summary>Adds a command.</summary>
    /// <param name="name">The word that calls it: small letters, digits, dots and dashes.</param>
    /// <param name="summary">One sentence for the list of commands.</param>
    /// <param name="run">What it does. Its result is the exit code.</param>
    /// <param name="startsApplication">Whether the application's tree runs meanwhile, without its web server.</param>
    /// <exception cref="ArgumentException">The name is no such word, or is taken.</exception>
    public HostCommands Add(string name, string summary, Func<HostCommandContext, Task<int>> run, bool startsApplication = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(run);
        if (!char.IsAsciiLetterLower(name[0]) || !name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
            throw new ArgumentException($"\"{name}\" is no name of a command: small letters, digits, dots and dashes, such as \"reindex\".", nameof(name));
        if (name is "rpc" or "eval" or "help" or "ping" || !_all.TryAdd(name, new HostCommand(name, summary, run, startsApplication)))
            throw new ArgumentException($"There is a command \"{name}\" already. Give this one another name.", nameof(name));
        return this;
    }

    /// <summary>Adds a command that succeeds unless it throws.</summary>
    /// <inheritdoc cref="Add(string, string, Func{HostCommandContext, Task{int}}, bool)"/>
    public HostCommands Add(string name, string summary, Func<HostCommandContext, Task> run, bool startsApplication = false)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Add(
            name,
            summary,
            async context =>
            {
                await run(context).ConfigureAwait(false);
                return 0;
            },
            startsApplication);
    }

    internal HostCommand? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>The list of commands, a line each.</summary>
    internal string Help()
    {
        var width = _all.Keys.Select(static n => n.Length).DefaultIfEmpty().Max();
        return string.Concat(All.Select(c => $"  {c.Name.PadRight(width)}  {c.Summary}\n"));
    }
}
