using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Issues;

/// <summary>Tells when it was mounted, and links to itself both ways.</summary>
public sealed partial class Issue3529 : LiveView<Issue3529.Assigns>
{
    public sealed record Assigns(DateTimeOffset Mounted, string Next);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(TimeProvider.System.GetUtcNow(), ""));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = State with { Next = Random.Shared.Next().ToString(CultureInfo.InvariantCulture) };
        return default;
    }

    protected override Html Render(Assigns a) => $"""
        <h1>Mounted at {a.Mounted.ToString("O", CultureInfo.InvariantCulture)}</h1>
        {NavigateLink($"Navigate", $"/issues/3529?param={a.Next}")}
        {PatchLink($"Patch", $"/issues/3529?param={a.Next}")}
        """;
}
