using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>Patches to its own address for ever, until it is loaded at that address.</summary>
public sealed partial class RedirectLoop : LiveView<RedirectLoop.Assigns>
{
    public sealed record Assigns(bool Loops);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(!p.Contains("loop")));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri) =>
        new(State.Loops && p.Contains("loop") ? PushPatch("/navigation/redirectloop?loop=true") : default);

    protected override Html Render(Assigns a) => $"""
        {When(!a.Loops, () => $"<div id=\"message\">Too many redirects</div>")}
        {PatchLink($"Redirect Loop", "/navigation/redirectloop?loop=true")}
        """;
}
