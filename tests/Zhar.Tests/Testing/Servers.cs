using System.Collections.Immutable;

namespace Zhar.Tests.Testing;

/// <summary>A register that others read and then write: two of them at once lose an update.</summary>
internal sealed partial class Account : GenServer<int>
{
    private Init<int> Init(int balance = 0) => Ok(balance);

    [Call]
    private int Balance() => State;

    [Call]
    private void SetBalance(int balance) => State = balance;

    [Call]
    private int Deposit(int amount) => State += amount;

    [Call]
    private int Fail() => throw new InvalidOperationException("no");

    [Cast]
    private void Clear() => State = 0;
}

/// <summary>Has one handler of each kind, and writes down what it did.</summary>
internal sealed partial class Diary : GenServer<ImmutableList<string>>
{
    private Init<ImmutableList<string>> Init(string first) => Ok([first]).ThenContinue(new Warm("from init"));

    [Call]
    private CallResult<int> Write(string line)
    {
        State = State.Add(line);
        return Reply(State.Count).ThenContinue(new Warm("from call"));
    }

    [Call]
    private void Later(From<string> from) => Process.Put("from", from);

    [Call]
    private async ValueTask<string> Slow(TimeSpan time)
    {
        await Process.Delay(time);
        return "done";
    }

    [Call]
    private CallResult<string> Close() => Stop(ExitReason.Shutdown, "bye");

    [Cast]
    private void Tell(Pid who, object what) => who.Send(what);

    [Cast]
    private void Remind(TimeSpan time, string text) => Process.SendAfter(Self, time, text);

    [Info]
    private void OnText(string text)
    {
        State = State.Add(text);
        if (Process.Get("from") is From<string> from)
            from.Reply(text);
    }

    [Continue]
    private void OnWarm(Warm warm) => State = State.Add(warm.Why);

    internal sealed record Warm(string Why);
}

/// <summary>Beats once a minute.</summary>
internal sealed partial class Heart : GenServer<int>
{
    private Init<int> Init() => Ok(0);

    [Tick("00:01:00")]
    private void Beat() => State++;

    [Call]
    private int Beats() => State;
}
