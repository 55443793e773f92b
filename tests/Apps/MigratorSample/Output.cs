using Microsoft.Extensions.Logging;

namespace MigratorSample;

/// <summary>Says when the migrator waits for another one.</summary>
internal sealed class Output : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (formatter(state, exception).Contains("Another migrator works", StringComparison.Ordinal))
            Console.WriteLine("waiting");
    }
}
