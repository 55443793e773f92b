using Zhar.Web;

namespace Zhar.Live;

/// <summary>A join that was checked: which view it is for, and what it brought.</summary>
/// <param name="Ref">What the answer names.</param>
/// <param name="IsNavigation">The page came here from another view over the same connection.</param>
internal sealed record JoinRequest(string? Ref, bool IsNavigation)
{
    internal long StartedAt { get; } = System.Diagnostics.Stopwatch.GetTimestamp();

    /// <summary>The route's endpoint, whose authorization holds for the join too; <c>null</c> for a nested view.</summary>
    internal RouteEntry? Entry { get; init; }
}
