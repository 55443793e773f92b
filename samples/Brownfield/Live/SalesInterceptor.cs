using Microsoft.EntityFrameworkCore.Diagnostics;
using Playhouse.Data;
using Zhar;

namespace Playhouse.Live;

/// <summary>Tells the live pages that seats were sold, whoever sold them: the Razor pages too, which know nothing of it.</summary>
public sealed class SalesInterceptor(IServiceProvider services) : SaveChangesInterceptor
{
    /// <summary>Seats of a show are sold.</summary>
    public sealed record Sold(int Show);

    public static string Topic(int show) => $"sales:{show}";

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Tell(eventData);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Tell(eventData);
        return new(result);
    }

    private void Tell(SaveChangesCompletedEventData eventData)
    {
        ArgumentNullException.ThrowIfNull(eventData);
        var shows = eventData.Context?.ChangeTracker.Entries<Booking>().Select(static b => b.Entity.ShowId).Distinct() ?? [];
        foreach (var show in shows)
            services.GetRequiredService<PubSub>().Broadcast(Topic(show), new Sold(show));
    }
}
