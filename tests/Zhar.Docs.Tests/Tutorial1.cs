using System.Collections.Immutable;

namespace Zhar.Docs.Tests.Tutorial1;

public sealed partial class Counter : GenServer<int>
{
    private Init<int> Init(int initialValue = 0) => Ok(initialValue);

    [Call] private int Increment() => ++State;
    [Call] private int GetCount() => State;
    [Cast] private void Reset() => State = 0;
    [Cast] private void Crash() => throw new InvalidOperationException("crashed on request");
}

public sealed partial class Reminder : GenServer<ImmutableList<string>>
{
    private sealed record Due(string Text);

    private Init<ImmutableList<string>> Init() => Ok([]);

    [Cast] private void Remind(string text, TimeSpan after) => Process.SendAfter(Self, after, new Due(text));
    [Info] private void OnDue(Due due) => State = State.Add(due.Text);
    [Call] private ImmutableList<string> Reminders() => State;
}

public sealed record Message(string Author, string Text);

public sealed partial class ChatRoom : GenServer<ImmutableList<Message>>
{
    private Init<ImmutableList<Message>> Init(string topic)
    {
        Process.SetLabel(topic);
        return Ok([]);
    }

    [Cast] private void Say(string author, string text) => State = State.Add(new(author, text));
    [Call] private ImmutableList<Message> Messages() => State;
}

public sealed class MainSupervisor : Supervisor
{
    protected override SupervisorSpec Init() => OneForOne(
        Counter.Child(0) with { Name = Counter.Name },
        ChatRoom.Child("general") with { Name = ChatRoom.Name });
}

public sealed class ShopSupervisor : Supervisor
{
    protected override SupervisorSpec Init() => RestForOne(
        Counter.Child(100) with { Name = "stock" },
        OneForOne(
            ChatRoom.Child("sales") with { Id = "sales" },
            ChatRoom.Child("service") with { Id = "service" })) with { MaxRestarts = 5 };
}

public sealed class Application : ZharApplication
{
    protected override SupervisorSpec Start() => Supervisor.OneForOne(
        Counter.Child(0) with { Name = Counter.Name },
        Supervisor.Child<ShopSupervisor>());
}

internal sealed record Question(Pid From, string Text);
