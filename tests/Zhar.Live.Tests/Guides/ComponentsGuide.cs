using System.Collections.Immutable;
using Zhar.Web;

namespace Zhar.Live.Tests.Guides;

public sealed record Film(int Id, string Title);

/// <summary>Counts votes, in memory.</summary>
public sealed class Votes
{
    private ImmutableDictionary<int, int> _counts = ImmutableDictionary<int, int>.Empty;

    public int Reads { get; private set; }

    public Task<IReadOnlyDictionary<int, int>> Of(IEnumerable<int> films)
    {
        Reads++;
        return Task.FromResult<IReadOnlyDictionary<int, int>>(films.ToDictionary(static f => f, f => _counts.GetValueOrDefault(f)));
    }

    public Task<int> Add(int film)
    {
        _counts = _counts.SetItem(film, _counts.GetValueOrDefault(film) + 1);
        return Task.FromResult(_counts[film]);
    }
}

public sealed partial class RatingComponent(Votes votes) : LiveComponent<RatingComponent.Props, int>
{
    public sealed record Props(int Film, string Label);

    protected override ValueTask<int> Mount(Props props) => new(0);

    protected override async ValueTask UpdateMany(IReadOnlyList<ComponentUpdate<Props, int>> updates)
    {
        var counts = await votes.Of(updates.Select(u => u.Props.Film));
        foreach (var update in updates)
            update.State = counts[update.Props.Film];
    }

    [Event] private async Task Vote()
    {
        State = await votes.Add(Given.Film);
        SendToView(new Voted(Given.Label));
    }

    protected override Html Render(int count) => $"""
        <p id="{Id}">
          {Given.Label}: <output>{count}</output>
          <button phx-click="{On.Vote}" phx-target="{Myself}">+</button>
        </p>
        """;
}

public sealed record Voted(string Title);

public sealed partial class FilmsLive : LiveView<FilmsLive.Assigns>
{
    public sealed record Assigns(ImmutableList<Film> Films, string Last);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) =>
        new(new Assigns([new(7, "Stalker"), new(8, "Solaris")], ""));

    [Info] private void OnVoted(Voted voted) => State = State with { Last = voted.Title };

    protected override Html Render(Assigns a) => $"""
        <h1>Films</h1>
        {Each(a.Films, f => f.Id, f => RatingComponent.Component($"rating-{f.Id}", new(f.Id, f.Title)))}
        <p class="last">{a.Last}</p>
        """;
}

/// <summary>Calls out to a component from somewhere else.</summary>
public static class Renames
{
    public static void Rename(Pid view)
    {
        RatingComponent.SendUpdate(view, "rating-7", new(7, "Stalker (1979)"));
        RatingComponent.SendChange(view, "rating-8", props => props with { Label = props.Label.ToUpperInvariant() });
    }
}
