using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>Shows the message that it was given, and gives one to page A.</summary>
public sealed partial class Issue3686C : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event]
    private LiveAction Go()
    {
        PutFlash("info", "Flash from C");
        return PushNavigate("/issues/3686/a");
    }

    protected override Html Render(int state) => $"""
        <h1>C</h1>
        <button phx-click="{On.Go}">To A</button>
        <div id="flash">{Flash["info"] ?? "%{}"}</div>
        """;
}
