using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Servers;

/// <summary>Returns each ball to its peer until the last one.</summary>
internal sealed partial class Player : GenServer<Player.Ref>
{
    private Countdown? _done;

    private Init<Ref> Init() => Ok(default);

    [Call]
    private void Meet(Player.Ref peer) => State = peer;

    [Cast]
    private void Serve(int balls, Countdown done)
    {
        _done = done;
        State.Ball(balls);
    }

    [Cast]
    private void Ball(int left)
    {
        if (left > 0)
            State.Ball(left - 1);
        else if (_done is { } done)
            done.Signal();
        else
            State.Ball(0);
    }
}
