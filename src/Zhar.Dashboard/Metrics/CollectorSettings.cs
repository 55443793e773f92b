namespace Zhar.Dashboard;

/// <summary>What a collector listens to, and when.</summary>
/// <param name="Meters">Meters beside those that it always listens to.</param>
/// <param name="Always">Whether it listens from its start to its end; else only from when somebody looks until nobody has for a while.</param>
internal sealed record CollectorSettings(IReadOnlyList<string> Meters, bool Always);
