using System.Collections.Immutable;

namespace Zhar;

/// <summary>What a process hands down to the processes that it starts: its application, values for every log line, the owner of its database sandbox.</summary>
/// <remarks>
/// Immutable and shared by a whole tree, so it costs a process nothing. Change it with <c>Process.Scope = Process.Scope with { … }</c>: that counts for
/// the current process and for what it starts from then on. The trace context travels by itself, see <see cref="Telemetry"/>; the starters are in
/// <see cref="ProcessInfo.Ancestors"/>.
/// </remarks>
public sealed record ProcessScope
{
    /// <summary>The scope of a process that inherited nothing.</summary>
    public static ProcessScope Empty { get; } = new();

    /// <summary>The name of the application that the process belongs to, or <c>null</c>. Source: OTP application:get_application/1.</summary>
    public string? Application { get; init; }

    /// <summary>Values that reports about the process carry.</summary>
    public ImmutableArray<KeyValuePair<string, object?>> Log { get; init; } = [];

    /// <summary>The process whose sandboxed database connection this one uses; the default value when there is none.</summary>
    public Pid SandboxOwner { get; init; }

    /// <summary>The services of the application, when it has a container of its own; else the node's are used.</summary>
    internal IServiceProvider? Services { get; init; }

    /// <summary>The same scope with one more value for the log.</summary>
    public ProcessScope WithLog(string key, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return this with { Log = Log.Add(new(key, value)) };
    }
}
