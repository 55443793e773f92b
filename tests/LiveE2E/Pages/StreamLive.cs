using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>Two streams of users, and a third one in a component.</summary>
public sealed partial class StreamLive : LiveView<StreamLive.Assigns>
{
    public sealed record Assigns(LiveStream<Person> Users, LiveStream<Person> Admins, bool HasEmptyItem, int Count = 0);

    public sealed record Person(string Id, string Name);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(
        LiveStream<Person>.Create("users").InsertAll([new("1", "chris"), new("2", "callan")], u => u.Id),
        LiveStream<Person>.Create("admins").InsertAll([new("1", "chris-admin"), new("2", "callan-admin")], u => u.Id),
        p.Contains("empty_item")));

    [Event] private void Delete(string id) => Users(State.Users.Delete(id));

    [Event] private void Update(string id) => Users(State.Users.Insert(id, new(id, "updated")));

    [Event] private void MoveToFirst(string id) => Users(State.Users.Delete(id).Insert(id, new(id, "updated"), at: 0));

    [Event] private void MoveToLast(string id) => Users(State.Users.Delete(id).Insert(id, new(id, "updated")));

    [Event] private void Move(string id, string name, int at) => Users(State.Users.Delete(id).Insert(id, new(id, name), at));

    [Event] private void DeleteAdmin(string id) => Admins(State.Admins.Delete(id));

    [Event] private void UpdateAdmin(string id) => Admins(State.Admins.Insert(id, new(id, "updated")));

    [Event]
    private void ResetUsers()
    {
        State = State with { Count = State.Count + 1 };
        Users(State.Users.Reset());
    }

    [Event]
    private void ReorderUsers()
    {
        State = State with { Count = State.Count + 1 };
        Users(State.Users.Reset().InsertAll([new("3", "peter"), new("1", "chris"), new("4", "mona")], u => u.Id));
    }

    [Event("sandbox:eval")]
    private LiveAction Evaluate(string value)
    {
        if (value.Contains("reset-users", StringComparison.Ordinal))
            ResetUsers();
        else
            Users(State.Users.InsertAll([new("4", "foo"), new("3", "last_user")], u => u.Id));
        return Reply(new Answer<Nothing>(new()));
    }

    protected override Html Render(Assigns a) => a.HasEmptyItem ? WithEmptyItem(a) : $"""
        <div id="users" phx-update="stream">{a.Users.Each((dom, user) => $"""
          <div id="{dom}" data-count="{a.Count}">
            {user.Name}
            <button phx-click="{On.Delete.With(("id", user.Id))}">delete</button>
            <button phx-click="{On.Update.With(("id", user.Id))}">update</button>
            <button phx-click="{On.MoveToFirst.With(("id", user.Id))}">make first</button>
            <button phx-click="{On.MoveToLast.With(("id", user.Id))}">make last</button>
            <button phx-click="{On.Move.With(("id", user.Id), ("name", "moved"), ("at", 1))}">move</button>
            <button phx-click="{Js.Hide("#" + dom)}">JS Hide</button>
          </div>
          """)}</div>
        <div id="admins" phx-update="stream">{a.Admins.Each((dom, user) => $"""
          <div id="{dom}" data-count="{a.Count}">
            {user.Name}
            <button phx-click="{On.DeleteAdmin.With(("id", user.Id))}">delete</button>
            <button phx-click="{On.UpdateAdmin.With(("id", user.Id))}">update</button>
          </div>
          """)}</div>
        {StreamPart.Component("stream-component")}
        <button phx-click="{On.ResetUsers}">Reset users</button>
        <button phx-click="{On.ReorderUsers}">Reorder users</button>
        """;

    private static Html WithEmptyItem(Assigns a) => $$"""
        <style>[only-child] { display: none } [only-child]:only-child { display: block }</style>
        <div id="users" phx-update="stream">{{a.Users.Each((dom, user) => $"<div id=\"{dom}\">{user.Name}</div>")}}<div id="users-empty" only-child>Empty!</div></div>
        """;

    private void Users(LiveStream<Person> users) => State = State with { Users = users };

    private void Admins(LiveStream<Person> admins) => State = State with { Admins = admins };
}
