using System.Diagnostics.CodeAnalysis;

namespace Zhar.Web;

/// <summary>The command <c>routes</c>. Source: mix phx.routes.</summary>
public static class RouteCommands
{
    extension(HostCommands commands)
    {
        /// <summary>Adds the command <c>routes</c>: all routes of a router, or those whose path or action has a text in it, or the one that a request takes.</summary>
        public HostCommands Routes<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRouter>()
            where TRouter : Router
        {
            ArgumentNullException.ThrowIfNull(commands);
            return commands.Add("routes", "Lists the routes. A word filters them; GET /path shows the one that a request takes.", Show<TRouter>);
        }
    }

    private static async Task<int> Show<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRouter>(HostCommandContext context)
        where TRouter : Router
    {
        context.Expect();
        if (context.Words is [var verb, ['/', ..] path])
        {
            var route = RouteInfo.Find<TRouter>(verb, path, services: context.Services)
                ?? throw new HostCommandException($"No route takes {verb.ToUpperInvariant()} {path}. All of them: zhar routes");
            await context.Output.WriteAsync(RouteInfo.Format([route])).ConfigureAwait(false);
            return 0;
        }

        var all = RouteInfo.Of<TRouter>(context.Services);
        var word = context.Words is [var one] ? one : null;
        var shown = all.Where(r => word is null || r.Path.Contains(word, StringComparison.OrdinalIgnoreCase) || r.Action.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
        if (shown.Count == 0)
            throw new HostCommandException(word is null ? "The router has no routes. Declare them in its Routes()." : $"No route has \"{word}\" in its path or action. All of them: zhar routes");
        await context.Output.WriteAsync(RouteInfo.Format(shown)).ConfigureAwait(false);
        return 0;
    }
}
