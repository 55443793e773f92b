namespace Zhar.Live;

/// <summary>What a live route knows beyond its path.</summary>
internal sealed record LiveRoute(LiveDefinition Definition, LiveSessionSettings Session, string? Action);
