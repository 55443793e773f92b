using Microsoft.Extensions.Logging;

namespace Zhar.Testing;

/// <summary>Keeps what one node logs, for assertions. Safe from any thread.</summary>
public sealed class LogCapture : ILoggerFactory, ILogger
{
    private const int CrashId = 1; // see the runtime's log messages; the ids are stable

    private readonly Recorder<LogEntry> _entries = new();

    /// <summary>What was logged so far, oldest first.</summary>
    public IReadOnlyList<LogEntry> Entries => _entries.All;

    /// <summary>The crash reports so far: processes that ended with another reason than normal or shutdown.</summary>
    public IReadOnlyList<LogEntry> Crashes => WithId(CrashId);

    /// <summary>The node that logs here, when a test node made this.</summary>
    internal TestNode? Owner { get; set; }

    /// <summary>What was logged under an event id, oldest first.</summary>
    public IReadOnlyList<LogEntry> WithId(int eventId) => [.. Entries.Where(entry => entry.Id.Id == eventId)];

    /// <summary>The only entry under an event id.</summary>
    /// <exception cref="ExpectationException">There is none, or more than one; the text shows what was logged.</exception>
    public LogEntry Single(int eventId) => WithId(eventId) is [var only]
        ? only
        : throw new ExpectationException($"Exactly one log entry with the event id {eventId} was expected, but there are {WithId(eventId).Count}.{Listing}");

    /// <summary>Waits for the first entry that fits. Looks at what is logged already, then waits for the log itself, never for the clock.</summary>
    /// <param name="match">Says whether an entry fits. Keep it short: it runs in the thread that logs.</param>
    /// <param name="timeout">Default 5 s.</param>
    /// <exception cref="ExpectationException">None came in time; the text shows what was logged.</exception>
    public Task<LogEntry> WaitFor(Func<LogEntry, bool> match, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(match);
        var time = timeout ?? TestNode.DefaultTimeout;
        return Owner is null ? Wait() : Owner.InSchedule(Wait);

        async Task<LogEntry> Wait()
        {
            var (found, entry) = await _entries.WaitFor(match, takes: false, time, Owner?.WaitClock ?? TimeProvider.System, Owner?.IsDeterministic == true).ConfigureAwait(true);
            return found ? entry : throw new ExpectationException($"No such log entry came within {time}.{Listing}");
        }
    }

    /// <summary>Waits for the first crash report that fits, as <see cref="WaitFor"/> does.</summary>
    public Task<LogEntry> WaitForCrash(Func<LogEntry, bool>? match = null, TimeSpan? timeout = null) =>
        WaitFor(entry => entry.Id.Id == CrashId && (match is null || match(entry)), timeout);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider)
    {
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        _entries.Add(new LogEntry(logLevel, eventId, formatter(state, exception), exception, values.ToDictionary(static v => v.Key, static v => v.Value)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private string Listing => Entries is { Count: > 0 } entries
        ? $" The log:{Environment.NewLine}{string.Join(Environment.NewLine, entries.Select(static e => $"  {e.Id.Id} {e.Level}: {e.Message}"))}"
        : " The log is empty.";
}

/// <summary>One line of a log.</summary>
public sealed record LogEntry(LogLevel Level, EventId Id, string Message, Exception? Exception, IReadOnlyDictionary<string, object?> Values);
