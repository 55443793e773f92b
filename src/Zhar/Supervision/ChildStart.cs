using System.ComponentModel;
using Zhar.Runtime;

namespace Zhar;

/// <summary>How a child process comes to be. Data, not a delegate, so that a supervisor holds no code of the application.</summary>
public abstract class ChildStart
{
    /// <summary>What reports call the child's module.</summary>
    public abstract string Module { get; }

    /// <summary>Starts the process linked to the current process, a supervisor, and waits for its Init.</summary>
    public abstract ValueTask<StartResult> StartLink(ServerName name);

    /// <summary>The same start with more arguments in front of and behind its own, for <see cref="DynamicSupervisorOptions.ExtraArguments"/> and for the children of a template.</summary>
    /// <exception cref="NotSupportedException">This kind of start has a fixed list of arguments.</exception>
    public virtual ChildStart WithArguments(IReadOnlyList<object?> first, IReadOnlyList<object?> last) => throw new NotSupportedException($"""
        The start of {Module} has a fixed list of arguments and takes no more.
        Give the child its arguments in its spec (Counter.Child(1)), or start it through a function that takes a list:

            ChildSpec.Of("counter", static (name, arguments) => Counter.TryStartLink((int)arguments[0]!, name))
        """);
}

/// <summary>The <see cref="ChildStart"/> of a generated server.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ServerChildStart(ServerStart start) : ChildStart
{
    internal ServerStart Server => start;

    /// <inheritdoc/>
    public override string Module => start.ServerType.FullName ?? start.ServerType.Name;

    /// <inheritdoc/>
    public override ValueTask<StartResult> StartLink(ServerName name) => GenServer.TryStartLink(start, name);
}

/// <summary>Starts a child linked to the current process. Give a static method: a supervisor keeps it for as long as the child's spec.</summary>
public delegate ValueTask<StartResult> ChildStartFunction(ServerName name, IReadOnlyList<object?> arguments);

/// <summary>A <see cref="ChildStart"/> made of a function and its arguments. Source: OTP supervisor, mfargs().</summary>
public sealed class FunctionChildStart : ChildStart
{
    private readonly ChildStartFunction _function;
    private readonly object?[] _arguments;

    /// <summary>Calls <paramref name="function"/> with <paramref name="arguments"/> at each start.</summary>
    public FunctionChildStart(ChildStartFunction function, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(arguments);
        _function = function;
        _arguments = arguments;
    }

    /// <inheritdoc/>
    public override string Module => $"{_function.Method.DeclaringType?.FullName}.{_function.Method.Name}";

    /// <inheritdoc/>
    public override ValueTask<StartResult> StartLink(ServerName name) => _function(name, _arguments);

    /// <inheritdoc/>
    public override ChildStart WithArguments(IReadOnlyList<object?> first, IReadOnlyList<object?> last) =>
        new FunctionChildStart(_function, [.. first, .. _arguments, .. last]);
}
