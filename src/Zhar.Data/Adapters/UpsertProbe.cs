namespace Zhar.Data;

/// <summary>Watches one upsert, to tell whether its row was inserted or updated.</summary>
public abstract class UpsertProbe : IDisposable
{
    /// <summary>What has happened to the row since the probe began.</summary>
    public abstract Outcome Outcome { get; }

    /// <summary>Stops watching.</summary>
    public abstract void Dispose();
}
