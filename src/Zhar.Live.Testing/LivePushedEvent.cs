using System.Text.Json;

namespace Zhar.Live.Testing;

/// <summary>An event that a view has pushed to the scripts of its page.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Payload">Its payload.</param>
public sealed record LivePushedEvent(string Name, JsonElement Payload)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Payload.GetRawText()}";
}
