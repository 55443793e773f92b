namespace Zhar;

/// <summary>An operation that belongs to the current process was used where no process is running.</summary>
public sealed class NotInProcessException(string operation) : InvalidOperationException($"""
    '{operation}' works on the current process, but this code does not run in one.
    Outside a process, go through the node: inject Node and call node.Run(async self => …), or inject the server's Ref.
    Inside a process this happens after an await with ConfigureAwait(false), or in Task.Run: leave both out, the process waits without blocking a thread.
    """)
{
    /// <summary>The operation that was used.</summary>
    public string Operation { get; } = operation;
}
