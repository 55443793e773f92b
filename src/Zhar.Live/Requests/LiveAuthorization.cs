using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>Holds <c>[Authorize]</c> and policies of a live route on the join and on each navigation. On its request the router has done it.</summary>
internal static class LiveAuthorization
{
    /// <summary>Whether the user may see the route.</summary>
    internal static async ValueTask<bool> IsAllowed(LiveHost host, RouteEntry entry, ClaimsPrincipal user) =>
        entry.Endpoint is not { } endpoint || await Check(host.Services, endpoint, user);

    private static async ValueTask<bool> Check(IServiceProvider services, Endpoint endpoint, ClaimsPrincipal user)
    {
        var data = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        var policies = endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>();
        if ((data.Count == 0 && policies.Count == 0) || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return true;
        var provider = services.GetService<IAuthorizationPolicyProvider>();
        var authorization = services.GetService<IAuthorizationService>();
        if (provider is null || authorization is null)
        {
            throw new InvalidOperationException($"""
                {endpoint.DisplayName} asks for authorization, and the application has no services for it. Add them where it is configured:

                    services.AddAuthorization();
                """);
        }

        return await AuthorizationPolicy.CombineAsync(provider, data, policies) is not { } policy || (await authorization.AuthorizeAsync(user, endpoint, policy)).Succeeded;
    }
}
