using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>Shows the message that it was given, and gives one to page B.</summary>
public sealed partial class Issue3686A : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event]
    private LiveAction Go()
    {
        PutFlash("info", "Flash from A");
        return PushNavigate("/issues/3686/b");
    }

    protected override Html Render(int state) => $"""
        <h1>A</h1>
        <button phx-click="{On.Go}">To B</button>
        <div id="flash">{Flash["info"] ?? "%{}"}</div>
        """;
}
