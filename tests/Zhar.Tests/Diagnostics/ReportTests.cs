using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Zhar.Tests.Diagnostics;

public sealed partial class ReportTests
{
    [Fact]
    public async Task A_crash_report_names_the_process_its_last_message_its_client_and_what_it_belongs_to()
    {
        var log = new Log(LogLevel.Debug);
        await using var node = Node.Start(new NodeOptions { LoggerFactory = log });
        var client = await node.Run(async self =>
        {
            Process.Register("boss");
            Process.AddLogScope("tenant", 7);
            var safe = await Safe.Start(1, name: "safe");
            await safe.TryOpen("wrong");
            return self.Pid.ToString();
        });

        var report = Assert.Single(log.Entries, static e => e.Level == LogLevel.Error);
        Assert.Contains("'safe' #", report.Text.Replace("<", "#", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("Open(\"wrong\")", report.Values["LastMessage"]);
        Assert.Equal("boss", report.Values["Ancestors"]);
        Assert.Contains(client, (string)report.Values["Client"]!, StringComparison.Ordinal);
        Assert.Equal(0, report.Values["Restarts"]);
        Assert.Equal("(hidden)", report.Values["State"]);
        Assert.IsType<InvalidOperationException>(report.Exception);
        Assert.Equal("safe", report.Scope["registered_name"]);
        Assert.Equal("zhar", report.Scope["domain"]);
        Assert.Same(report.Exception, report.Scope["crash_reason"]);
        Assert.Equal(typeof(Safe).FullName, report.Scope["initial_call"]);
        Assert.Equal(7, report.Scope["tenant"]);
    }

    [Fact]
    public async Task The_state_is_only_shown_at_level_debug_and_a_failing_format_hides_it()
    {
        var quiet = new Log(LogLevel.Information);
        await Crash(quiet, 1);
        Assert.Equal("(shown at level Debug)", Assert.Single(quiet.Entries, static e => e.Level == LogLevel.Error).Values["State"]);

        var loud = new Log(LogLevel.Debug);
        await Crash(loud, 666);
        var state = (string)Assert.Single(loud.Entries, static e => e.Level == LogLevel.Error).Values["State"]!;
        Assert.DoesNotContain("666", state, StringComparison.Ordinal);
        Assert.Contains("not shown", state, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("shutdown")]
    public async Task An_orderly_end_is_not_reported(string reason)
    {
        var log = new Log(LogLevel.Debug);
        await using var node = Node.Start(new NodeOptions { LoggerFactory = log });
        await node.Run(async _ =>
        {
            var safe = await Safe.Start(1);
            await GenServer.Stop(safe.Address, reason);
        });

        Assert.DoesNotContain(log.Entries, static e => e.Level == LogLevel.Error);
    }

    private static async Task Crash(Log log, int secret)
    {
        await using var node = Node.Start(new NodeOptions { LoggerFactory = log });
        await node.Run(async _ =>
        {
            var safe = await Safe.Start(secret);
            await safe.TryOpen("wrong");
        });
    }

    internal sealed partial class Safe : GenServer<int>
    {
        private Init<int> Init(int secret) => Ok(secret);

        [Call]
        private int Open(string key) => throw new InvalidOperationException("The key does not fit.");

        protected override object? FormatStatus(object? state) => state is 666 ? throw new InvalidOperationException() : "(hidden)";
    }

    private sealed record Entry(LogLevel Level, string Text, Exception? Exception, IReadOnlyDictionary<string, object?> Values, IReadOnlyDictionary<string, object?> Scope);

    /// <summary>Keeps entries with the scope that they were written in.</summary>
    private sealed class Log(LogLevel least) : ILoggerFactory, ILogger
    {
        private readonly ConcurrentQueue<Entry> _entries = new();
        private readonly AsyncLocal<IReadOnlyDictionary<string, object?>> _scope = new();

        internal IReadOnlyCollection<Entry> Entries => _entries;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            _scope.Value = ((IEnumerable<KeyValuePair<string, object?>>)state).ToDictionary(static v => v.Key, static v => v.Value);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(static v => v.Key, static v => v.Value);
            _entries.Enqueue(new Entry(logLevel, formatter(state, exception), exception, values, _scope.Value ?? new Dictionary<string, object?>()));
        }

        public void Dispose()
        {
        }
    }
}
