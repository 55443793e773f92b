using Zhar.Runtime;

namespace Zhar;

/// <summary>The process behind an <see cref="Agent{T}"/>.</summary>
internal sealed class AgentServer<T> : GenServer<T>
{
    internal override string ModuleName => $"Zhar.Agent<{typeof(T).Name}>";

    /// <inheritdoc/>
    protected override bool HasAsyncHandlers => false;

    internal T Value
    {
        get => State;
        set => State = value;
    }

    internal ValueTask Begin(Func<T> initial) => AcceptInit(Ok(initial()));
}

/// <summary>How to make an agent.</summary>
internal sealed class AgentStart<T> : ServerStart
{
    private readonly Func<T> _initial;

    internal AgentStart(Func<T> initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        _initial = initial;
    }

    public override Type ServerType => typeof(Agent<T>);

    public override GenServer Create(IServiceProvider services) => new AgentServer<T>();

    public override ValueTask Init(GenServer server) => ((AgentServer<T>)server).Begin(_initial);
}

/// <summary>A function for the agent, with a result for the caller.</summary>
internal sealed class AgentCall<T, TResult>(string name, Func<T, (TResult Result, T Next)> function) : CallMessage<TResult>
{
    public override string ToString() => name;

    protected override CallMessage Copy() => new AgentCall<T, TResult>(name, function);

    protected override void Recycle()
    {
    }

    protected override ValueTask Invoke(GenServer server)
    {
        var agent = (AgentServer<T>)server;
        (var result, agent.Value) = function(agent.Value);
        Reply(result);
        return default;
    }
}

/// <summary>A function for the agent that nobody waits for.</summary>
internal sealed class AgentCast<T>(Func<T, T> function) : CastMessage
{
    public override string ToString() => "Cast";

    protected override ValueTask Invoke(GenServer server)
    {
        var agent = (AgentServer<T>)server;
        agent.Value = function(agent.Value);
        return default;
    }
}
