using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LivePages;

/// <summary>Lets in who has said a name.</summary>
public sealed class RequireName : IOnMount
{
    public ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        if (session["name"] is not { Length: > 0 } name)
            return new(socket.Redirect("/params"));
        socket.Assign("name", name);
        return default;
    }
}

/// <summary>A page for those who have said a name; it ends when they take it back.</summary>
[OnMount<RequireName>]
public sealed partial class MembersLive : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new(Socket.Assigned<string>("name"));

    protected override Html Render(string name) => $"<h1>Members</h1><output id=\"name\">{name}</output>";
}
