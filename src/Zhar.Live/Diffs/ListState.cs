using Zhar.Web;

namespace Zhar.Live.Diffs;

/// <summary>What a client has of a comprehension: all entries share a template, so their hashes lie in one array.</summary>
internal sealed class ListState
{
    /// <summary>The template of each entry; <c>null</c> while there never was one.</summary>
    internal HtmlTemplate? Template { get; set; }

    internal int Count { get; set; }

    /// <summary>A hash of each entry's key. Empty when the author gave none: an entry is then known by its place.</summary>
    internal ulong[] Keys { get; set; } = [];

    /// <summary>Entry by entry, one for each hole.</summary>
    internal ulong[] Hashes { get; set; } = [];

    /// <summary>As above, for the holes that are trees of their own.</summary>
    internal object?[]? Children { get; set; }
}
