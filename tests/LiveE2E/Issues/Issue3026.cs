using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>A status that decides whether the page has a component.</summary>
public sealed partial class Issue3026 : LiveView<Issue3026.Assigns>
{
    private static readonly string[] All = ["connecting", "loading", "connected", "loaded"];

    public sealed record Assigns(string Status, string Name = "", string Email = "");

    private sealed record Load;

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (Connected)
            LoadSoon();
        return new(new Assigns(Connected ? "loading" : "connecting"));
    }

    [Info] private void OnLoad(Load load) => State = new("loaded", "John", "");

    [Event] private void ChangeStatus(string status) => State = State with { Status = status };

    [Event] private void Validate(string name, string email) => State = State with { Name = name, Email = email };

    [Event]
    private void Submit()
    {
        LoadSoon();
        State = State with { Status = "loading" };
    }

    protected override Html Render(Assigns a) => $"""
        <form phx-change="{On.ChangeStatus}"><select name="status" aria-label="Status">{Options(All.Select(static s => SelectOption.Of(s)), a.Status)}</select></form>
        {If(a.Status == "loaded", () => Issue3026Form.Component("my-form", new(a.Name, a.Email)), () => $"<div>{a.Status}</div>")}
        """;

    private void LoadSoon() => Process.SendAfter(Self, TimeSpan.FromMilliseconds(200), new Load());
}
