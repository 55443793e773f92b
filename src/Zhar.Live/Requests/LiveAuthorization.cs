using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>Holds <c>[Authorize]</c> and policies of a live route on its request, on the join and on each navigation.</summary>
internal static class LiveAuthorization
{
    /// <summary>Whether the user may see the route.</summary>
    internal static async ValueTask<bool> IsAllowed(LiveHost host, RouteEntry entry, ClaimsPrincipal user) =>
        entry.Endpoint is not { } endpoint || await Check(host.Services, endpoint, user) is Outcome.Allowed;

    /// <summary>As above for a request; when it may not, the answer is made.</summary>
    internal static async ValueTask<bool> Demand(HttpContext conn, RouteEntry entry)
    {
        if (entry.Endpoint is not { } endpoint)
            return true;
        var outcome = await Check(conn.RequestServices, endpoint, conn.User).ConfigureAwait(false);
        if (outcome == Outcome.Allowed)
            return true;
        var services = conn.RequestServices.GetService<IAuthenticationService>();
        if (services is not null && outcome == Outcome.Unknown)
            await services.ChallengeAsync(conn, null, null).ConfigureAwait(false);
        else if (services is not null)
            await services.ForbidAsync(conn, null, null).ConfigureAwait(false);
        else
            throw new NotAuthorizedException(outcome == Outcome.Unknown ? 401 : 403, entry.Path);
        return false;
    }

    private static async ValueTask<Outcome> Check(IServiceProvider services, Endpoint endpoint, ClaimsPrincipal user)
    {
        var data = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        var policies = endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>();
        if ((data.Count == 0 && policies.Count == 0) || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return Outcome.Allowed;
        var provider = services.GetService<IAuthorizationPolicyProvider>();
        var authorization = services.GetService<IAuthorizationService>();
        if (provider is null || authorization is null)
        {
            throw new InvalidOperationException($"""
                {endpoint.DisplayName} asks for authorization, and the application has no services for it. Add them where it is configured:

                    services.AddAuthorization();
                """);
        }

        if (await AuthorizationPolicy.CombineAsync(provider, data, policies) is not { } policy)
            return Outcome.Allowed;
        if ((await authorization.AuthorizeAsync(user, endpoint, policy)).Succeeded)
            return Outcome.Allowed;
        return user.Identity?.IsAuthenticated == true ? Outcome.Forbidden : Outcome.Unknown;
    }

    private enum Outcome
    {
        Allowed,
        Unknown,
        Forbidden,
    }
}

/// <summary>The user may not see a live view, and the application has no authentication that says what then happens.</summary>
public sealed class NotAuthorizedException : Exception, IHttpStatus
{
    internal NotAuthorizedException(int status, string path)
        : base($"{path} is not for this user") => StatusCode = status;

    /// <inheritdoc/>
    public int StatusCode { get; }
}
