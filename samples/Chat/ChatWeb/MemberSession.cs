using Chat;
using Zhar.Web;

namespace ChatWeb;

/// <summary>Who it is, in the session: a cookie that the server has signed and encrypted.</summary>
internal static class MemberSession
{
    private const string Id = "member_id";
    private const string Name = "member_name";

    /// <summary>All pages of the login: what is told to this topic reaches their connections.</summary>
    private const string Pages = "live_socket_id";

    internal static Member? Read(Session session) => session[Id] is { } id && session[Name] is { } name ? new Member { Id = id, Name = name } : null;

    internal static void Begin(Session session, Member member)
    {
        session.Renew();
        session[Id] = member.Id;
        session[Name] = member.Name;
        session[Pages] = "members:" + member.Id;
    }

    /// <summary>Ends the login, and the pages that are open with it.</summary>
    internal static void End(Session session, Zhar.PubSub pubSub)
    {
        if (session[Pages] is { } pages)
            pubSub.BroadcastEvent(pages, "disconnect");
        session.Drop();
    }
}
