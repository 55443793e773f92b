using Microsoft.Extensions.Logging;

namespace Zhar.Data;

/// <summary>What one call of a repo does differently. Every operation takes these; reads and writes have more.</summary>
/// <remarks>They flow into preloads, into the writes of children, and to <c>PrepareQuery</c>. Source: the options of Ecto.Repo's functions.</remarks>
public record OperationOptions
{
    /// <summary>The schema of the database to use: before the record's, the query's and the schema class's.</summary>
    public string? Prefix { get; init; }

    /// <summary>Longest run of each statement. Default: <see cref="RepoOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The level at which the statements are logged. Default: <see cref="RepoOptions.LogLevel"/>.</summary>
    public LogLevel? LogLevel { get; init; }

    /// <summary>Goes into each statement's event as it is.</summary>
    public object? TelemetryTag { get; init; }

    /// <summary>Values of the application's own, for its <c>PrepareQuery</c>: a tenant, "with deleted".</summary>
    public IReadOnlyDictionary<string, object?> Custom { get; init; } = Empty;

    /// <summary>A value of <see cref="Custom"/>; <c>null</c> when there is none.</summary>
    public object? this[string key] => Custom.GetValueOrDefault(key);

    private static readonly IReadOnlyDictionary<string, object?> Empty = System.Collections.ObjectModel.ReadOnlyDictionary<string, object?>.Empty;
}
