using Zhar.Runtime;

namespace Zhar.Supervision;

/// <summary>A question or an order for a supervisor. One at a time: a child that starts slowly keeps the next one waiting.</summary>
internal sealed class SupervisorRequest<T>(string name, Func<SupervisorEngine, ValueTask<T>> run) : CallMessage<T>
{
    internal ValueTask<T> Call(ServerRef supervisor) => Call(supervisor, Timeout.InfiniteTimeSpan);

    /// <summary>A question may be given up; an order is carried out, so whoever gives one waits for it.</summary>
    internal ValueTask<T> Ask(ServerRef supervisor, CallOptions? options) => Call(supervisor, options ?? Timeout.InfiniteTimeSpan);

    public override string ToString() => name;

    protected override CallMessage Copy() => new SupervisorRequest<T>(name, run);

    protected override void Recycle()
    {
    }

    protected override ValueTask Invoke(GenServer server)
    {
        if (server is SupervisorProcess { Engine: { } engine })
            return Reply(run(engine));
        Fail(ExitReason.Of("not_a_supervisor", server.ModuleName));
        return default;
    }
}
