using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Zhar.Testing;

/// <summary>Keeps what one node logs, for assertions.</summary>
public sealed class LogCapture : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    /// <summary>What was logged so far, oldest first.</summary>
    public IReadOnlyList<LogEntry> Entries => [.. _entries];

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
        _entries.Enqueue(new LogEntry(logLevel, eventId, formatter(state, exception), exception, values.ToDictionary(static v => v.Key, static v => v.Value)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>One line of a log.</summary>
public sealed record LogEntry(LogLevel Level, EventId Id, string Message, Exception? Exception, IReadOnlyDictionary<string, object?> Values);
