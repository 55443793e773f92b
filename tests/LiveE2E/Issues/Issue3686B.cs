using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>Shows the message that it was given, and gives one to page C.</summary>
public sealed partial class Issue3686B : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event]
    private LiveAction Go()
    {
        PutFlash("info", "Flash from B");
        return Redirect("/issues/3686/c");
    }

    protected override Html Render(int state) => $"""
        <h1>B</h1>
        <button phx-click="{On.Go}">To C</button>
        <div id="flash">{Flash["info"] ?? "%{}"}</div>
        """;
}
