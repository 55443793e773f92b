using System.Collections;

namespace Zhar.Web;

/// <summary>Messages for the next page that the user sees, by kind: <c>info</c>, <c>error</c>. Source: Phoenix.Flash.</summary>
public sealed class Flash : IReadOnlyCollection<KeyValuePair<string, string>>
{
    private readonly Dictionary<string, string> _messages;

    /// <summary>Without a message.</summary>
    public Flash()
        : this([])
    {
    }

    internal Flash(Dictionary<string, string> messages) => _messages = messages;

    /// <inheritdoc/>
    public int Count => _messages.Count;

    /// <summary>The message of a kind, or <c>null</c>.</summary>
    public string? this[string kind] => _messages.GetValueOrDefault(kind);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _messages.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Flash With(string kind, string message) => new(new(_messages, StringComparer.Ordinal) { [kind] = message });
}
