using Zhar.Runtime;

namespace Zhar.Testing;

/// <summary>The inside of a <see cref="Probe"/>.</summary>
internal sealed class ProbeProcess : ProcessBehaviour
{
    internal Recorder<object> Received { get; } = new();

    internal override bool MayAwait => false;

    internal override bool EndsWithParent => false;

    internal override ValueTask OnStart() => default;

    internal override ValueTask OnMessage(object message)
    {
        Received.Add(message);
        return default;
    }

    internal override ValueTask OnServerMessage(ServerMessage message)
    {
        if (message is CallMessage call)
            Core.KeepDeferred(call);
        Received.Add(new ProbeRequest(message.ToString()));
        return default;
    }
}
