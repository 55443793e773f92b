using Zhar.Web;

namespace Zhar.Live;

/// <summary>Runs before <c>Mount</c> of each view of a live session: finds the user, checks rights, attaches hooks. Source: Phoenix.LiveView.on_mount/1.</summary>
/// <remarks>One object serves all views: its constructor's parameters are singletons, and it keeps no state.</remarks>
/// <example>
/// <code>
/// public sealed class RequireUser(Users users) : IOnMount
/// {
///     public async ValueTask&lt;LiveAction&gt; OnMount(LiveSocket socket, Params p, Session session)
///     {
///         if (await users.FromSession(session) is not { } user)
///             return socket.Redirect("/login");
///         socket.Assign("current_user", user);
///         return default;
///     }
/// }
/// </code>
/// </example>
public interface IOnMount
{
    /// <summary>Goes on with the default value; a redirect ends the mount.</summary>
    ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session);
}
