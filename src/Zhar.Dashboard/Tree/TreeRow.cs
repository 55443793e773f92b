using System.Collections.Immutable;

namespace Zhar.Dashboard;

/// <summary>A line of the supervision tree.</summary>
/// <param name="Path">Tells it from the others, and stays when the child is restarted.</param>
/// <param name="Depth">How deep it stands, from 0.</param>
/// <param name="Name">Its id under its supervisor, or its name.</param>
/// <param name="Pid">Its process, or none.</param>
/// <param name="IsSupervisor">Whether it has children.</param>
/// <param name="Module">What it runs.</param>
/// <param name="State">Whether it runs, for its supervisor.</param>
/// <param name="Process">A look at its process; <c>null</c> when there is none.</param>
internal sealed record TreeRow(string Path, int Depth, string Name, Pid Pid, bool IsSupervisor, string Module, ChildState State, ProcessRow? Process)
{
    /// <summary>Whether its children are shown.</summary>
    internal bool IsOpen { get; init; }

    /// <summary>How many children it has; 0 until it was asked.</summary>
    internal int Children { get; init; }

    /// <summary>Children that are not shown.</summary>
    internal int Hidden { get; init; }

    /// <summary>Why its children are not known.</summary>
    internal string? Trouble { get; init; }

    /// <summary>About how much memory its state holds; <c>null</c> when it is no server.</summary>
    internal StateSize? Size { get; init; }

    /// <summary>Messages a second, once it was looked at twice.</summary>
    internal double? Rate { get; init; }

    internal string Status => State switch
    {
        ChildState.Restarting => "restarting",
        ChildState.Undefined => "not running",
        _ => Process?.Status ?? "ended",
    };
}

/// <summary>What is seen of the tree: what was opened and closed by hand, and how much of long lists.</summary>
internal sealed record TreeChoice
{
    internal ImmutableDictionary<string, bool> Open { get; init; } = ImmutableDictionary<string, bool>.Empty;

    internal ImmutableHashSet<string> Longer { get; init; } = [];

    internal string Search { get; init; } = "";
}

/// <summary>The tree at one moment.</summary>
internal sealed record TreeSnapshot(ImmutableArray<TreeRow> Rows, Rates Rates, bool IsCut)
{
    internal static TreeSnapshot Empty { get; } = new([], Rates.None, false);
}
