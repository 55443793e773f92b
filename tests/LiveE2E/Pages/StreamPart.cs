using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>A stream in a component.</summary>
public sealed partial class StreamPart : LiveComponent<LiveStream<StreamLive.Person>>
{
    protected override ValueTask<LiveStream<StreamLive.Person>> Mount() =>
        new(LiveStream<StreamLive.Person>.Create("c_users").InsertAll([new("1", "chris"), new("2", "callan")], u => u.Id));

    [Event] private void Delete(string id) => State = State.Delete(id);

    [Event] private void Update(string id) => State = State.Insert(id, new(id, "updated"));

    [Event] private void MoveToFirst(string id) => State = State.Delete(id).Insert(id, new(id, "updated"), at: 0);

    [Event] private void MoveToLast(string id) => State = State.Delete(id).Insert(id, new(id, "updated"));

    protected override Html Render(LiveStream<StreamLive.Person> users) => $"""
        <div id="c_users" phx-update="stream">{users.Each((dom, user) => $"""
          <div id="{dom}">
            {user.Name}
            <button phx-click="{On.Delete.With(("id", user.Id))}" phx-target="{Myself}">delete</button>
            <button phx-click="{On.Update.With(("id", user.Id))}" phx-target="{Myself}">update</button>
            <button phx-click="{On.MoveToFirst.With(("id", user.Id))}" phx-target="{Myself}">make first</button>
            <button phx-click="{On.MoveToLast.With(("id", user.Id))}" phx-target="{Myself}">make last</button>
          </div>
          """)}</div>
        """;
}
