using System.Collections.Immutable;
using Zhar.Runtime;

namespace Zhar.Dashboard;

/// <summary>Reads the supervision trees of a node, within bounds: so many children of one supervisor, so many lines in all, so long for an answer.</summary>
internal sealed class TreeReader(Node node, TreeChoice choice, Rates before)
{
    internal const int MaxRows = 500, Short = 50, Long = 300;
    private const int MaxSearched = 10_000, OpenDepth = 4, MaxDepth = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly ImmutableArray<TreeRow>.Builder _rows = ImmutableArray.CreateBuilder<TreeRow>();
    private int _searched;
    private bool _isCut;

    private bool IsSearching => choice.Search.Length > 0;

    /// <summary>Reads it. Inside a process of the node.</summary>
    internal async ValueTask<TreeSnapshot> Read()
    {
        foreach (var application in node.Applications.Loaded)
        {
            if (!application.Top.IsNone)
                await Add(new ChildInfo(application.Name, application.Top, ChildState.Running, ChildType.Supervisor, "Application"), application.Name, 0);
        }

        return new(_rows.ToImmutable(), Rates.Of(_rows.Where(static r => r.Process is not null).Select(static r => r.Process!)), _isCut); // those that have one
    }

    /// <summary>Adds a child and what is open below it. False: a search finds nothing there.</summary>
    private async ValueTask<bool> Add(ChildInfo child, string path, int depth)
    {
        if (_rows.Count >= MaxRows || _searched++ >= MaxSearched || depth > MaxDepth)
        {
            _isCut = true;
            return false;
        }

        var row = RowOf(child, path, depth);
        var at = _rows.Count;
        _rows.Add(row);
        var fits = !IsSearching || Fits(row);
        if (row.IsSupervisor && !row.Pid.IsNone)
        {
            var (opened, found) = await Open(row, at);
            _rows[at] = opened;
            fits |= found;
        }

        if (!fits)
            _rows.RemoveRange(at, _rows.Count - at);
        return fits;
    }

    private async ValueTask<(TreeRow Row, bool Found)> Open(TreeRow row, int at)
    {
        var isOpen = IsSearching || choice.Open.GetValueOrDefault(row.Path, row.Depth < OpenDepth);
        var limit = IsSearching ? MaxSearched : choice.Longer.Contains(row.Path) ? Long : Short;
        ChildPage page;
        try
        {
            page = await ChildrenOf(row, isOpen ? limit : 0);
        }
        catch (CallExitException e)
        {
            return (row with { Trouble = Process.IsAlive(row.Pid) ? $"It does not answer: {e.Reason}" : "It has ended." }, false);
        }

        // Many workers of one kind are a list and no structure: they stay closed until they are asked for.
        if (isOpen && !IsSearching && page.Total > Short && !choice.Open.ContainsKey(row.Path))
            (isOpen, page) = (false, page with { Children = [] });
        var (shown, found) = (0, false);
        foreach (var child in page.Children)
        {
            if (_rows.Count >= MaxRows)
            {
                _isCut = true;
                break;
            }

            shown++;
            found |= await Add(child, $"{row.Path}/{Key(child)}", row.Depth + 1);
        }

        return (row with { IsOpen = isOpen, Children = page.Total, Hidden = isOpen && !IsSearching ? page.Total - shown : 0 }, found);
    }

    private static ValueTask<ChildPage> ChildrenOf(TreeRow row, int limit) => row.Module == typeof(TaskSupervisor).FullName
        ? TaskSupervisorServer.WhichChildren(row.Pid, limit, Patience)
        : Supervisor.WhichChildren(row.Pid, limit, Patience);

    private TreeRow RowOf(ChildInfo child, string path, int depth)
    {
        var process = child.Pid.Target is ProcessCore { IsDead: false } core ? ProcessListing.Row(core) : null;
        return new TreeRow(path, depth, NameOf(child, process), child.Pid, child.Type == ChildType.Supervisor, process?.Module ?? child.Module, child.State, process)
        {
            Size = StateSize.Of(child.Pid.Target as ProcessCore, StateSize.ForLine),
            Rate = process is null ? null : before.PerSecond(process),
        };
    }

    private bool Fits(TreeRow row) =>
        row.Name.Contains(choice.Search, StringComparison.OrdinalIgnoreCase) || row.Module.Contains(choice.Search, StringComparison.OrdinalIgnoreCase) ||
        row.Process?.Name?.Contains(choice.Search, StringComparison.OrdinalIgnoreCase) == true || (!row.Pid.IsNone && Parts.ShortPid(row.Pid) == choice.Search);

    private static string NameOf(ChildInfo child, ProcessRow? process)
    {
        if (child.Id?.ToString() is { Length: > 0 } id)
            return id == child.Module ? Format.Module(id) : id;
        return process?.Name ?? Format.Module(process?.Module ?? child.Module);
    }

    private static string Key(ChildInfo child) => child.Id?.ToString() ?? Parts.ShortPid(child.Pid);
}
