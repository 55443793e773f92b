using System.Collections.Immutable;
using Zhar;

namespace Zhar.Docs.Tests.Patterns;

public sealed class Door(string code, TimeSpan open) : StateMachine<Door.Position, int>
{
    public enum Position { Locked, Open }

    public sealed record Enter(string Code);

    public sealed record WalkThrough;

    protected override ValueTask<Transition> Init() => GoTo(Position.Locked, 0);

    protected override ValueTask<Transition> HandleEvent(Event e, Position position, int passed) => (position, e) switch
    {
        (Position.Locked, CallEvent { Request: Enter enter } call) when enter.Code == code => GoTo(Position.Open).Reply(call.From, true).StateTimeout(open),
        (Position.Locked, CallEvent { Request: Enter } call) => Keep.Reply(call.From, false),
        (Position.Locked, CallEvent { Request: WalkThrough }) => Keep.Postpone(),
        (Position.Open, CallEvent { Request: WalkThrough } call) => KeepWith(passed + 1).Reply(call.From, passed + 1),
        (Position.Open, CallEvent call) => Keep.Reply(call.From, true),
        (Position.Open, StateTimeoutEvent) => GoTo(Position.Locked),
        _ => Keep,
    };
}

public sealed record Paid(string Order, decimal Amount);

public sealed class Revenue : GenEventHandler<decimal>
{
    protected override ValueTask<HandlerResult> HandleEvent(object e)
    {
        if (e is Paid paid)
            State += paid.Amount;
        return HandlerResult.Stay;
    }

    protected override ValueTask<HandlerResult> HandleCall(object request) => HandlerResult.Reply(State);
}

public sealed partial class Hits : GenServer<ImmutableDictionary<string, int>>
{
    private Init<ImmutableDictionary<string, int>> Init() => Ok(ImmutableDictionary<string, int>.Empty);

    [Cast] private void Hit(string page) => State = State.SetItem(page, State.GetValueOrDefault(page) + 1);

    [Call] private int Count(string page) => State.GetValueOrDefault(page);

    public static Hits.Ref Of(string page) => PartitionSupervisor.Key("hits", page);
}

public sealed partial class Download : GenServer<string>
{
    private Init<string> Init(string address) => Ok(address);

    [Cast] private Next Finish() => Stop(ExitReason.Normal);
}

public sealed class DownloadSupervisor : Supervisor
{
    protected override SupervisorSpec Init() => OneForAll(
        Download.Child("http://example.org/film") with { Name = Download.Name, Restart = Restart.Transient, Significant = true },
        Hits.Child()) with { AutoShutdown = AutoShutdown.AnySignificant };
}
