using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Zhar.Data;

/// <summary>Reports each statement of one repo: to observers, the meter, the trace and the log.</summary>
internal sealed partial class RepoTelemetry(string repo, RepoOptions options, ILogger logger)
{
    internal const string RedactedValue = "**redacted**";

    private Action<StatementEvent>[] _observers = [];

    /// <summary>Whether the report of a statement that took <paramref name="elapsed"/> would reach anybody.</summary>
    internal bool IsNeeded(OperationOptions? call, TimeSpan elapsed) =>
        _observers.Length > 0
        || DataTelemetry.Duration.Enabled
        || elapsed > options.SlowStatement
        || ((call?.LogLevel ?? options.LogLevel) is var level && level != LogLevel.None && logger.IsEnabled(level));

    internal IDisposable Observe(Action<StatementEvent> observer)
    {
        Action<StatementEvent>[] before, after;
        do
        {
            before = Volatile.Read(ref _observers);
            after = [.. before, observer];
        }
        while (Interlocked.CompareExchange(ref _observers, after, before) != before);
        return new Observation(this, observer);
    }

    internal Activity? Start(SqlStatement statement)
    {
        if (!DataTelemetry.Source.HasListeners())
            return null;
        var activity = DataTelemetry.Source.StartActivity(statement.Source is null ? statement.Kind.ToString() : $"{statement.Kind} {statement.Source}", ActivityKind.Client);
        activity?.SetTag("db.query.text", statement.Text);
        activity?.SetTag("db.collection.name", statement.Source);
        activity?.SetTag(DataTelemetry.RepoTag, repo);
        return activity;
    }

    /// <summary>Reports a statement; to be called when <see cref="IsNeeded"/>.</summary>
    internal void Report(SqlStatement statement, object?[] values, OperationOptions? call, TimeSpan idleTime, TimeSpan queueTime, TimeSpan queryTime, TimeSpan decodeTime, long rows, Exception? error, string? stacktrace)
    {
        var total = queueTime + queryTime + decodeTime;
        if (DataTelemetry.Duration.Enabled)
        {
            var tags = new TagList
            {
                { DataTelemetry.RepoTag, repo },
                { DataTelemetry.SourceTag, statement.Source },
                { DataTelemetry.KindTag, statement.Kind.ToString() },
                { DataTelemetry.ResultTag, error is null ? "ok" : "error" },
            };
            DataTelemetry.Duration.Record(total.TotalMilliseconds, tags);
            DataTelemetry.QueueTime.Record(queueTime.TotalMilliseconds, new KeyValuePair<string, object?>(DataTelemetry.RepoTag, repo));
        }

        var level = call?.LogLevel ?? options.LogLevel;
        var isSlow = total > options.SlowStatement;
        var isLogged = level != LogLevel.None && logger.IsEnabled(level);
        if (_observers.Length == 0 && !isSlow && !isLogged)
            return;
        if (isSlow || isLogged)
        {
            var parameters = string.Join(", ", Visible(statement, values));
            if (isSlow)
                LogSlow(logger, repo, total.TotalMilliseconds, statement.Text, parameters, stacktrace);
            else
                LogStatement(logger, level, repo, error is null ? "ok" : "error", total.TotalMilliseconds, queueTime.TotalMilliseconds, statement.Text, parameters, stacktrace);
        }

        if (_observers.Length == 0)
            return;
        var report = new StatementEvent
        {
            Repo = repo,
            Source = statement.Source,
            Kind = statement.Kind,
            Sql = statement.Text,
            Parameters = Visible(statement, values),
            IdleTime = idleTime,
            QueueTime = queueTime,
            QueryTime = queryTime,
            DecodeTime = decodeTime,
            Rows = rows,
            Error = error,
            Stacktrace = stacktrace,
            Tag = call?.TelemetryTag,
        };
        foreach (var observer in _observers)
            observer(report);
    }

    private object?[] Visible(SqlStatement statement, object?[] values)
    {
        var visible = new object?[values.Length];
        for (var i = 0; i < values.Length; i++)
            visible[i] = options.LogParameters && !(statement.Redacted is { } redacted && i < redacted.Length && redacted[i]) ? values[i] : RedactedValue;
        return visible;
    }

    /// <summary>The caller's frames, without ours and the runtime's, when <see cref="RepoOptions.Stacktrace"/> is on. To be called before the first await.</summary>
    internal string? CallerStack()
    {
        if (!options.Stacktrace)
            return null;
        var lines = new List<string>();
        foreach (var frame in new StackTrace(2, true).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { } method || method.DeclaringAssemblyName is not { } assembly)
                continue;
            if (assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Zhar.Data,", StringComparison.Ordinal))
                continue;
            lines.Add($"at {method.DeclaringTypeName}.{method.Name}{(frame.GetFileName() is { } file ? $" in {file}:{frame.GetFileLineNumber()}" : "")}");
        }

        return string.Join('\n', lines);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Repo}: slow statement, {Milliseconds:0.0} ms: {Sql} [{Parameters}] {Stacktrace}")]
    private static partial void LogSlow(ILogger logger, string repo, double milliseconds, string sql, string parameters, string? stacktrace);

    [LoggerMessage(Message = "{Repo}: {Result} {Milliseconds:0.0} ms (queue {QueueMilliseconds:0.0} ms): {Sql} [{Parameters}] {Stacktrace}")]
    private static partial void LogStatement(
        ILogger logger, LogLevel level, string repo, string result, double milliseconds, double queueMilliseconds, string sql, string parameters, string? stacktrace);

    private sealed class Observation(RepoTelemetry owner, Action<StatementEvent> observer) : IDisposable
    {
        public void Dispose()
        {
            Action<StatementEvent>[] before, after;
            do
            {
                before = Volatile.Read(ref owner._observers);
                var at = Array.IndexOf(before, observer);
                if (at < 0)
                    return;
                after = [.. before[..at], .. before[(at + 1)..]];
            }
            while (Interlocked.CompareExchange(ref owner._observers, after, before) != before);
        }
    }
}
