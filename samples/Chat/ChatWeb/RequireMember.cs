using Chat;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace ChatWeb;

/// <summary>Lets only those in who have said their name: on the request, and again when the page connects.</summary>
public sealed class RequireMember : IOnMount
{
    /// <summary>The name under which the <see cref="Member"/> is assigned.</summary>
    public const string Key = "member";

    public ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        if (MemberSession.Read(session) is not { } member)
            return new(socket.Redirect("/"));
        socket.Assign(Key, member);
        return default;
    }
}
