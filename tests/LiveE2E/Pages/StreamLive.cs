using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>A page of another live session than those of navigation.</summary>
public sealed partial class StreamLive : LiveView<StreamLive.Assigns>
{
    public sealed record Assigns(LiveStream<string> Users);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(LiveStream<string>.Create("users").InsertAll(["chris", "callan"], n => n)));

    protected override Html Render(Assigns a) => $"""
        <ul id="users" phx-update="stream">{a.Users.Each((id, name) => $"<li id=\"{id}\">{name}</li>")}</ul>
        """;
}
