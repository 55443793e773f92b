using Zhar.Web;

namespace Zhar.Live;

/// <summary>The first HTML of a view, while it is made.</summary>
internal sealed class DeadRender(DeadPage page)
{
    internal DeadPage Page => page;

    internal TaskCompletionSource<DeadResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What was made.</summary>
/// <param name="Html">The page, or nothing when the browser goes elsewhere.</param>
/// <param name="Container">The element around it.</param>
internal sealed record DeadResult(Html Html, LiveContainer Container);

/// <summary>One response with its views: those inside others are made when the markup around them is written.</summary>
internal sealed class DeadPage(LiveHost host, Conn conn) : IPageParts
{
    internal LiveHost Host => host;

    internal Conn Conn => conn;

    internal List<NestedViewNode> Pending { get; } = [];

    bool IPageParts.IsPending => Pending.Count > 0;

    async Task IPageParts.Make()
    {
        var pending = Pending.ToArray();
        Pending.Clear();
        foreach (var node in pending)
            await LiveRequests.Make(this, node).ConfigureAwait(false);
    }

    internal static DeadPage Of(Conn conn)
    {
        if (conn.Features.Get<DeadPage>() is { } page)
            return page;
        page = new DeadPage(LiveHost.Of(conn), conn);
        conn.Features.Set(page);
        conn.Features.Set<IPageParts>(page);
        return page;
    }
}
