namespace Zhar.Runtime;

/// <summary>A process that is one function: it lives as long as the body runs.</summary>
internal sealed class RawBehaviour : ProcessBehaviour
{
    private readonly Delegate _body;

    internal RawBehaviour(Func<ProcessContext, Task> body) => _body = body;

    internal RawBehaviour(Action<ProcessContext> body) => _body = body;

    internal override bool MayAwait => _body is Func<ProcessContext, Task>;

    internal override bool EndsWithParent => false;

    internal override string ModuleName => $"{_body.Method.DeclaringType?.FullName}.{_body.Method.Name}";

    internal override ValueTask OnStart()
    {
        if (_body is Func<ProcessContext, Task> body)
            return Run(body);
        ((Action<ProcessContext>)_body)(new ProcessContext(Core));
        Core.Finish();
        return default;
    }

    private async ValueTask Run(Func<ProcessContext, Task> body)
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
