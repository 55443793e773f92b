using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace LiveE2E.Issues;

/// <summary>A select of several options that messages choose.</summary>
public sealed partial class Issue3083 : LiveView<Issue3083.Assigns>
{
    public sealed record Assigns(IReadOnlyList<int> Selected);

    private sealed record Selection(IReadOnlyList<int> Ids);

    private sealed record Tick;

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (Connected && p.Get("auto") != "false")
            Process.SendAfter(Self, TimeSpan.FromSeconds(1), new Tick());
        return new(new Assigns([]));
    }

    [Info] private void OnSelection(Selection selection) => State = new(selection.Ids);

    [Info]
    private void OnTick(Tick tick)
    {
        State = new([Random.Shared.Next(1, 4), Random.Shared.Next(4, 6)]);
        Process.SendAfter(Self, TimeSpan.FromSeconds(1), tick);
    }

    [Event] private void Validate()
    {
    }

    /// <summary>The text ends in the list of those to choose: <c>{:select, [1,2]}</c>.</summary>
    [Event("sandbox:eval")]
    private LiveAction Evaluate(string value)
    {
        var list = value[(value.IndexOf('[', StringComparison.Ordinal) + 1)..value.IndexOf(']', StringComparison.Ordinal)];
        Process.Send(Self, new Selection([.. list.Split(',').Select(static n => int.Parse(n, CultureInfo.InvariantCulture))]));
        return Reply(new Answer<Nothing>(new()));
    }

    protected override Html Render(Assigns a) => $"""
        <form id="form" phx-change="{On.Validate}">
          <select id="ids" name="ids[]" aria-label="Ids" multiple>{Options(["1", "2", "3", "4", "5"], a.Selected)}</select>
          <input type="text" placeholder="focus me!">
        </form>
        """;
}
