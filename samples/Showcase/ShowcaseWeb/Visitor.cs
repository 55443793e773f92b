using Chat;
using ChatWeb;
using Showcase;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace ShowcaseWeb;

/// <summary>Who looks at the pages: a user who has logged in, or somebody whom the session gave a name.</summary>
/// <param name="Id">The same for all windows of a browser, or of a user.</param>
/// <param name="Name">What others see.</param>
/// <param name="User">The user, when somebody is logged in.</param>
public sealed record Visitor(string Id, string Name, User? User)
{
    internal const string UserKey = "user_id";
    internal const string GuestKey = "guest_id";

    /// <summary>Where the pages of controllers find it.</summary>
    public static readonly AssignKey<Visitor> Key = new("visitor");

    private static readonly string[] Colours = ["Amber", "Azure", "Bronze", "Coral", "Crimson", "Golden", "Indigo", "Jade", "Olive", "Pearl", "Ruby", "Silver"];
    private static readonly string[] Animals = ["Badger", "Crane", "Falcon", "Fox", "Heron", "Ibis", "Lynx", "Marten", "Otter", "Owl", "Raven", "Seal", "Stork", "Swift", "Wolf", "Wren"];

    /// <summary>Who it is by what the session keeps.</summary>
    internal static async ValueTask<Visitor> From(Session session, Users users)
    {
        if (session[UserKey] is { } id && await users.Find(id) is { } user)
            return new($"user-{user.Id}", user.Name, user);
        return session[GuestKey] is { } guest && uint.TryParse(guest, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? new($"guest-{number}", $"{Colours[number % Colours.Length]} {Animals[number / Colours.Length % Animals.Length]}", null)
            : new("guest", "Somebody", null);
    }

    /// <summary>Whether the visitor may change a user: whoever has a password is changed by nobody else.</summary>
    public bool MayChange(User user) => user.PasswordHash is null || User?.Id == user.Id;
}

/// <summary>Finds out who asks, and gives a newcomer a name.</summary>
public sealed class FetchVisitor(Users users) : IPlug
{
    public async ValueTask Call(Conn conn)
    {
        var session = conn.GetSession();
        if (session[Visitor.GuestKey] is null)
            session.Put(Visitor.GuestKey, (uint)System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue));
        conn.Assign(Visitor.Key, await Visitor.From(session, users));
    }
}

/// <summary>Finds out who looks at a live page.</summary>
public sealed class AssignVisitor(Users users) : IOnMount
{
    public async ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        socket.Assign(Visitor.Key.Name, await Visitor.From(session, users));
        return default;
    }
}

/// <summary>Tells the chat who it is.</summary>
public sealed class AssignMember : IOnMount
{
    private const int MaxName = 30;

    public ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        var visitor = socket.Assigned<Visitor>(Visitor.Key.Name);
        socket.Assign(RequireMember.Key, new Member { Id = visitor.Id, Name = visitor.Name.Length <= MaxName ? visitor.Name : string.Concat(visitor.Name.AsSpan(0, MaxName - 1).TrimEnd(), "…") });
        return default;
    }
}

/// <summary>Lets only those in who are logged in.</summary>
public sealed class RequireUser : IOnMount
{
    public ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        if (socket.Assigned<Visitor>(Visitor.Key.Name).User is not null)
            return default;
        socket.PutFlash("error", "Log in first.");
        return new(socket.Redirect("/login"));
    }
}
