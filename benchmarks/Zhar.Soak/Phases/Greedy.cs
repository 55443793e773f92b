namespace Zhar.Soak.Phases;

/// <summary>Always has a message for itself.</summary>
internal sealed partial class Greedy : GenServer<int>
{
    private TurnCounter _turns = null!;

    private Init<int> Init(TurnCounter turns, int number)
    {
        _turns = turns;
        return Ok(number);
    }

    [Cast]
    private void Go()
    {
        _turns.Note(State);
        new Ref(Self).Go();
    }
}
