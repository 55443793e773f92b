namespace Zhar.Runtime;

/// <summary>A process that is one function: it lives as long as the body runs.</summary>
internal sealed class RawBehaviour(Func<ProcessContext, Task> body) : ProcessBehaviour
{
    internal override bool MayAwait => true;

    internal override bool EndsWithParent => false;

    internal override string ModuleName => $"{body.Method.DeclaringType?.FullName}.{body.Method.Name}";

    internal override async ValueTask OnStart()
    {
        await body(new ProcessContext(Core));
        Core.Finish();
    }

    internal override ValueTask OnMessage(object message) => default;

    internal override ValueTask OnServerMessage(ServerMessage message) => default;

    /// <summary>Takes requests that only a server can answer out of a chain of entries: their callers hear at once, instead of waiting for ever.</summary>
    internal static Signal? Refuse(ProcessCore core, Signal? chain)
    {
        Signal? first = null, last = null;
        while (chain is not null)
        {
            var next = chain.Next;
            chain.Next = null;
            if (chain.Payload is ServerMessage message)
            {
                core.Node.Log.RefusedRequest(core.DisplayName, message.GetType().Name);
                message.Abandon(ExitReason.Of("not_a_server", core.Behaviour?.ModuleName));
            }
            else
            {
                if (last is null)
                    first = chain;
                else
                    last.Next = chain;
                last = chain;
            }

            chain = next;
        }

        return first;
    }
}
