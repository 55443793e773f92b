using Zhar;

namespace UnloadSample;

public sealed partial class Counter(Scale scale) : GenServer<Counter.Total>
{
    private Init<Total> Init(int start) => Ok(new Total(start, 0));

    [Call]
    private int Add(Amount amount)
    {
        State = State with { Value = State.Value + (amount.Value * scale.Factor) };
        return State.Value;
    }

    [Call]
    private async Task<int> AddSlowly(Amount amount)
    {
        await Process.Delay(TimeSpan.FromMilliseconds(1));
        return Add(amount);
    }

    [Call]
    private void Answer(From<Total> from) => from.Reply(State);

    [Call]
    private int Fail(Amount amount) => throw new NegativeAmountException(amount);

    [Cast]
    private void Note(Amount amount) => State = State with { Notes = State.Notes + amount.Value };

    public sealed record Total(int Value, int Notes);
}

public sealed record Amount(int Value);

public sealed class NegativeAmountException(Amount amount) : Exception($"{amount.Value} is no amount.")
{
    public Amount Amount { get; } = amount;
}
