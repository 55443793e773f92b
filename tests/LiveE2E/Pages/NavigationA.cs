using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Pages;

/// <summary>Links to itself with another query each time, and to the other page.</summary>
public sealed partial class NavigationA : LiveView<NavigationA.Assigns>
{
    public sealed record Assigns(string? Current, string Next);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(null, ""));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = new(p.Get("param"), Random.Shared.Next().ToString(CultureInfo.InvariantCulture));
        return default;
    }

    [Event] private LiveAction ServerNavigate() => PushNavigate("/navigation/b");

    protected override Html Render(Assigns a) => $"""
        <h1>This is page A</h1>
        <p>Current param: {a.Current}</p>
        {PatchLink($"Patch this LiveView", $"/navigation/a?param={a.Next}")}
        {PatchLink($"Patch (Replace)", $"/navigation/a?param={a.Next}", replace: true)}
        {NavigateLink($"Navigate to 42", "/navigation/b#items-item-42")}
        <button type="button" phx-click="{On.ServerNavigate}">Server Navigate</button>
        """;
}
