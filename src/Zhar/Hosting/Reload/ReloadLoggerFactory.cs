using Microsoft.Extensions.Logging;

namespace Zhar.Reload;

/// <summary>The log of the node: that of the version that runs now. What is logged between two versions goes nowhere.</summary>
internal sealed class ReloadLoggerFactory : ILoggerFactory
{
    private volatile ILoggerFactory? _current;

    internal void Use(ILoggerFactory? current) => _current = current;

    public ILogger CreateLogger(string categoryName) => new Forwarding(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Providers belong to the application's own log.");

    public void Dispose()
    {
    }

    private sealed class Forwarding(ReloadLoggerFactory owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => Logger?.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => Logger?.IsEnabled(logLevel) == true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Logger?.Log(logLevel, eventId, state, exception, formatter);

        private ILogger? Logger
        {
            get
            {
                try
                {
                    return owner._current?.CreateLogger(category);
                }
                catch (ObjectDisposedException)
                {
                    return null; // its version has just ended
                }
            }
        }
    }
}
