namespace Zhar.Data.Benchmarks;

/// <summary>A way to reach a database, used as its documentation recommends.</summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Does an operation once for a number that differs from call to call; <c>null</c> when it has nothing of its own for it.</summary>
    Func<int, Task>? For(Operation operation);
}
