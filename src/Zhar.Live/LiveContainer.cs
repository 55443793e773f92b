namespace Zhar.Live;

/// <summary>The element around a live view. Source: Phoenix.LiveView, option <c>container</c>.</summary>
/// <param name="Tag">Its name: <c>div</c>.</param>
/// <param name="Attributes">Its attributes beside those of the client.</param>
public sealed record LiveContainer(string Tag = "div", params IReadOnlyList<(string Name, string Value)> Attributes)
{
    internal static LiveContainer Default { get; } = new();
}
