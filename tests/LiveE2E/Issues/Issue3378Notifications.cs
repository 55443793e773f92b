using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>The innermost view.</summary>
public sealed partial class Issue3378Notifications : LiveView<LiveStream<int>>
{
    protected override ValueTask<Mount<LiveStream<int>>> Mount(Params p, Session session) => new(LiveStream<int>.Create("notifications").Insert(1, 1));

    protected override Html Render(LiveStream<int> notifications) =>
        $"<div><ul id=\"notifications_list\" phx-update=\"stream\">{notifications.Each((id, _) => $"<li id=\"{id}\"><p>big!</p></li>")}</ul></div>";
}
