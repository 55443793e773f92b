namespace Zhar.Data;

/// <summary>What one preload does differently.</summary>
public sealed record PreloadOptions : OperationOptions
{
    /// <summary>Loads again what is loaded already.</summary>
    public bool Force { get; init; }
}
