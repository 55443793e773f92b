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

    internal override ValueTask OnServerMessage(ServerMessage message)
    {
        // A call to a process that is no server: nobody will ever answer.
        message.Abandon(ExitReason.Of("not_a_server", ModuleName));
        return default;
    }
}
