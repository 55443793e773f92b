using System.Runtime.CompilerServices;
using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>Base of the cases about processes and servers: exits, quiet mailboxes, and nothing left behind.</summary>
public abstract class ProcessConformanceTest(ITestOutputHelper output) : ConformanceTest(output)
{
    /// <summary>Far more than any step here takes; a case that needs it has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>The body of a process that ends with <paramref name="reason"/>.</summary>
    protected static Func<ProcessContext, Task> Exits(ExitReason reason) => _ =>
    {
        Process.Exit(reason);
        return Task.CompletedTask;
    };

    /// <summary>The body of a process that ends with the first string it gets as its reason.</summary>
    protected static async Task ExitsOnDemand(ProcessContext self) => Process.Exit(ExitReason.Of(await self.Receive<string>()));

    /// <summary>The body of a process that lives until it is ended.</summary>
    protected static async Task Waits(ProcessContext self) => await self.Receive<Unit>();

    /// <summary>Whether nothing arrives within 100 ms.</summary>
    protected static async Task<bool> IsQuiet(ProcessContext self) => await self.Receive<object>(Ms(100)) is null;

    /// <summary>What is in the mailbox, taken out.</summary>
    protected static async Task<List<object>> Drain(ProcessContext self)
    {
        var all = new List<object>();
        while (await self.Receive<object>(TimeSpan.Zero) is { } message)
            all.Add(message);
        return all;
    }

    /// <summary>The exit that a failing call raises.</summary>
    protected static async Task<CallExitException?> ExitOf(Func<ValueTask> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (CallExitException e)
        {
            return e;
        }
    }

    protected static Task<CallExitException?> ExitOf<T>(Func<ValueTask<T>> call) => ExitOf(async () => { await call(); });

    /// <summary>Waits for something that no message announces.</summary>
    protected static Task Until(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") => Eventually.True(condition, what);

    protected static Task Patiently(Task task) => task.WaitAsync(Patience);

    protected static Task<T> Patiently<T>(Task<T> task) => task.WaitAsync(Patience);

    /// <summary>Every process of the case has ended, or ends now without help.</summary>
    protected static async Task CheckNothingIsLeft(TestNode node, int expected = 0)
    {
        await Until(() => node.Node.ProcessCount <= expected);
        Check.Equal(expected, node.Node.ProcessCount);
    }
}
