using Zhar.Live.Diffs;

namespace Zhar.Live;

/// <summary>One component of one view.</summary>
internal sealed class ComponentEntry(ComponentTable table, LiveComponentDefinition definition, string id, int cid)
{
    internal ComponentTable Table => table;

    internal LiveComponentDefinition Definition => definition;

    internal string Id => id;

    /// <summary>Its number in the page.</summary>
    internal int Cid => cid;

    /// <summary>Made with the first preparation.</summary>
    internal LiveComponentBase Component { get; set; } = null!;

    /// <summary>The last props that it was given, or is about to be.</summary>
    internal object? Props { get; set; }

    /// <summary>The props that the template around it has given last.</summary>
    internal object? Placed { get; set; }

    /// <summary>What the client has of it.</summary>
    internal RenderedTree Tree { get; } = new();

    /// <summary>The place in first HTML that waits for its markup.</summary>
    internal LiveComponentNode? Place { get; set; }

    /// <summary>The render that has met it last: twice in one is an error.</summary>
    internal int MetIn { get; set; }

    /// <summary>The render that has written it last.</summary>
    internal int WrittenIn { get; set; }

    internal bool IsQueued { get; set; }

    internal bool NeedsUpdate { get; set; }

    /// <summary>The client is about to give it up.</summary>
    internal bool IsLeaving { get; set; }
}
