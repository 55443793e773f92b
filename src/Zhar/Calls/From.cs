using Zhar.Runtime;

namespace Zhar;

/// <summary>Who waits for a reply, for a handler that answers later: keep it in the state, or give it to another process.</summary>
/// <remarks>The first reply counts; a second or a late one is dropped. When the server ends, the caller gets its exit reason. Source: OTP gen_server:reply/2.</remarks>
public readonly struct From<T>
{
    private readonly CallMessage<T>? _call;
    private readonly int _version;
    private readonly PidTarget? _caller;

    internal From(CallMessage<T> call, int version, PidTarget? caller)
    {
        _call = call;
        _version = version;
        _caller = caller;
    }

    /// <summary>The calling process; the default value when the caller is no process.</summary>
    public Pid Pid => _caller is null ? default : new(_caller);

    /// <summary>Answers the call. Safe from any process or thread.</summary>
    /// <exception cref="InvalidOperationException">This is the default value.</exception>
    /// <exception cref="ProcessExitException">The current process is dead.</exception>
    public void Reply(T value)
    {
        if (_call is null)
            throw new InvalidOperationException("This From is the default value and has no caller. Take it as a parameter of a [Call] handler.");
        Scheduling.Executor.Current?.Process?.ThrowIfDead();
        _call.Reply(_version, value);
    }
}
