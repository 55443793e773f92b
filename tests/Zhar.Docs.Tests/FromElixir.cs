using System.Collections.Immutable;

namespace Zhar.Docs.Tests.FromElixir;

public sealed partial class Stack : GenServer<ImmutableStack<string>>
{
    private Init<ImmutableStack<string>> Init(params string[] items) => Ok([.. items]);

    [Call]
    private CallResult<string?> Pop()
    {
        if (State.IsEmpty)
            return Stop<string?>("empty", null);
        State = State.Pop(out var top);
        return top;
    }

    [Cast] private void Push(string item) => State = State.Push(item);
}
