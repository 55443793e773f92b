using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Playhouse.Data;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace Playhouse.Live;

/// <summary>The plan of the hall, as everybody sees it at this moment. It stands in the Razor page of a show and knows who has logged in there.</summary>
public sealed partial class SeatsLive(IServiceScopeFactory scopes) : LiveView<SeatsLive.Assigns>
{
    public sealed record Assigns(Show Show, ImmutableHashSet<string> Sold, ImmutableDictionary<string, string> Held, string? Me, string Notice = "")
    {
        /// <summary>The seats that this customer holds, in order.</summary>
        public IReadOnlyList<string> Mine => [.. Show.Seats().Where(s => Me is not null && Held.GetValueOrDefault(s) == Me)];
    }

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        var id = int.Parse(session["show"]!, System.Globalization.CultureInfo.InvariantCulture); // the Razor page gives it, signed
        if (Connected)
        {
            PubSub.Subscribe(Holds.Topic);
            PubSub.Subscribe(SalesInterceptor.Topic(id));
        }

        await using var scope = scopes.CreateAsyncScope();
        var show = await scope.ServiceProvider.GetRequiredService<PlayhouseContext>().Shows.AsNoTracking().SingleAsync(s => s.Id == id);
        return new Assigns(show, await FindSold(id), HeldOf(show, await TheHolds.List()), Socket.User.Identity is { IsAuthenticated: true, Name: { } name } ? name : null);
    }

    /// <summary>Holds a free seat, or lets go of one.</summary>
    [Event]
    private async Task Press(string seat)
    {
        if (State.Me is not { } me)
        {
            State = State with { Notice = "Log in to hold a seat." };
            return;
        }

        if (!State.Show.Seats().Contains(seat) || State.Sold.Contains(seat))
            return;
        var place = new Holds.Place(State.Show.Id, seat);
        if (State.Held.GetValueOrDefault(seat) == me)
        {
            await TheHolds.Release(place, me);
            State = State with { Notice = "" };
            return;
        }

        var isMine = await TheHolds.Take(place, me);
        State = State with { Notice = isMine ? "" : State.Mine.Count >= Holds.Most ? $"You hold {Holds.Most} seats. That is as many as one may." : $"Seat {seat} is held by somebody else." };
    }

    /// <summary>Sells the seats that the customer holds.</summary>
    [Event]
    private async Task Book()
    {
        var (show, seats) = (State.Show.Id, State.Mine);
        if (State.Me is not { } me || seats.Count == 0)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<PlayhouseContext>();
        context.Bookings.AddRange(seats.Select(s => new Booking { ShowId = show, Seat = s, Customer = me }));
        try
        {
            await context.SaveChangesAsync();
            State = State with { Notice = $"Booked: {string.Join(", ", seats)}." };
        }
        catch (DbUpdateException)
        {
            // The form of the page sells seats too, and does not ask who holds them. The database has the last word.
            State = State with { Notice = "One of these seats was sold a moment ago. Choose again." };
        }

        foreach (var seat in seats)
            await TheHolds.Release(new Holds.Place(show, seat), me);
    }

    [Info] private void OnHolds(Holds.Changed changed) => State = State with { Held = HeldOf(State.Show, changed.Held) };

    [Info] private async Task OnSold(SalesInterceptor.Sold sold) => State = State with { Sold = await FindSold(sold.Show) };

    protected override Html Render(Assigns a) => $"""
        <section class="panel" aria-labelledby="plan-title">
          <h2 id="plan-title">Choose your seats</h2>
          <p class="stage" aria-hidden="true">Stage</p>
          <div class="plan">{Each(Enumerable.Range(0, a.Show.Rows), r => r, r => $"""<div class="row" role="group" aria-label="Row {(char)('A' + r)}">{Each(a.Show.RowOf(r), s => s, s => Seat(a, s))}</div>""")}</div>
          <p class="notice" role="status">{a.Notice}</p>
          <p class="buttons">
            <span id="held">{(a.Mine.Count == 0 ? "You hold no seat." : "You hold " + string.Join(", ", a.Mine) + ".")}</span>
            <button type="button" phx-click="{On.Book}" disabled="{a.Mine.Count == 0}">Book what you hold</button>
          </p>
        </section>
        """;

    private static Html Seat(Assigns a, string seat)
    {
        var (look, says) = a.Sold.Contains(seat) ? ("sold", "sold")
            : a.Held.GetValueOrDefault(seat) is not { } holder ? ("free", "free")
            : holder == a.Me ? ("mine", "held by you") : ("held", $"held by {holder}");
        return $"""<button type="button" class="seat {look}" aria-label="Seat {seat}, {says}" title="{says}" aria-pressed="{(look == "mine" ? "true" : "false")}" disabled="{look is "sold" or "held"}" phx-click="{On.Press.With(("seat", seat))}">{seat}</button>""";
    }

    private static ImmutableDictionary<string, string> HeldOf(Show show, ImmutableDictionary<Holds.Place, string> all) =>
        all.Where(h => h.Key.Show == show.Id).ToImmutableDictionary(static h => h.Key.Seat, static h => h.Value);

    private static Holds.Ref TheHolds => Holds.Name;

    private async Task<ImmutableHashSet<string>> FindSold(int show)
    {
        await using var scope = scopes.CreateAsyncScope();
        return [.. await scope.ServiceProvider.GetRequiredService<PlayhouseContext>().Bookings.Where(b => b.ShowId == show).Select(b => b.Seat).ToListAsync()];
    }
}
