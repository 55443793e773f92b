namespace Zhar.Data.Migrations;

/// <summary>What a running migration collects its operations in.</summary>
internal sealed class MigrationScript(MigrationDirection direction, string? prefix, string dialect)
{
    private List<MigrationCommand> _commands = [];

    internal MigrationDirection Direction => direction;

    internal string? Prefix => prefix;

    internal string Dialect => dialect;

    /// <summary>Runs what has been collected. Set while <see cref="Migration.Up"/> or <see cref="Migration.Down"/> runs.</summary>
    internal Func<Task>? Flusher { get; set; }

    /// <summary>Set as soon as something may have run.</summary>
    internal MigrationConnection? Open { get; set; }

    internal MigrationConnection Connection => Open ?? throw new InvalidOperationException(
        "The connection is there in Up and Down, after the first Flush: await Flush(); … Connection.Query(…). In Change use Execute((connection, _) => …, …).");

    internal void Add(MigrationCommand command) => _commands.Add(command);

    internal Task Flush() => Flusher is { } flush
        ? flush()
        : throw new InvalidOperationException("Flush works in Up and Down alone: the operations of Change may have to be run in reverse. Use Execute((connection, _) => …, …) for code between operations.");

    /// <summary>Hands out what has been collected.</summary>
    internal IReadOnlyList<MigrationCommand> Take()
    {
        var taken = _commands;
        _commands = [];
        return taken;
    }
}
