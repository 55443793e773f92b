namespace Zhar.Web;

/// <summary>One step of a pipeline: it looks at the request, changes it, or answers it and halts. Made once for each place it is plugged at, called for every request, so it keeps no state of a request.</summary>
/// <remarks>Source: Plug. What a request needs of the services comes from <c>conn.RequestServices</c>; what the plug needs, from its constructor.</remarks>
/// <example>
/// <code>
/// public sealed class RequireUser(Users users) : IPlug
/// {
///     public async ValueTask Call(Conn conn)
///     {
///         if (await users.FromSession(conn.GetSession()) is { } user)
///             conn.Assign(CurrentUser, user);
///         else
///             conn.RedirectTo("/login").Halt();
///     }
/// }
/// </code>
/// </example>
public interface IPlug
{
    /// <summary>Handles the request. The next plug runs unless this one called <c>conn.Halt()</c>.</summary>
    ValueTask Call(Conn conn);
}
