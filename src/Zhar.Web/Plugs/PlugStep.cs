using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>A plug, or a piece of middleware that wraps what comes behind it.</summary>
internal readonly struct PlugStep
{
    internal PlugStep(IPlug plug) => Plug = plug;

    internal PlugStep(Func<RequestDelegate, RequestDelegate> middleware) => Middleware = middleware;

    internal IPlug? Plug { get; }

    internal Func<RequestDelegate, RequestDelegate>? Middleware { get; }

    /// <summary>Puts the steps in front of <paramref name="last"/>. Plugs that stand side by side become one loop.</summary>
    internal static RequestDelegate Compose(IReadOnlyList<PlugStep> steps, RequestDelegate last)
    {
        var next = last;
        var end = steps.Count;
        while (end > 0)
        {
            if (steps[end - 1].Middleware is { } middleware)
            {
                next = middleware(next);
                end--;
                continue;
            }

            var start = end;
            while (start > 0 && steps[start - 1].Plug is not null)
                start--;
            var plugs = new IPlug[end - start];
            for (var i = 0; i < plugs.Length; i++)
                plugs[i] = steps[start + i].Plug!; // the loop above has looked
            next = new PlugRun(plugs, next).Invoke;
            end = start;
        }

        return next;
    }

    /// <summary>Plugs one after the other, then what comes behind, unless one halts. Without an allocation as long as they are synchronous.</summary>
    private sealed class PlugRun(IPlug[] plugs, RequestDelegate next)
    {
        internal Task Invoke(HttpContext conn)
        {
            var state = ConnState.Of(conn);
            for (var i = 0; i < plugs.Length; i++)
            {
                var pending = plugs[i].Call(conn);
                if (!pending.IsCompletedSuccessfully)
                    return Finish(conn, state, i, pending);
                pending.GetAwaiter().GetResult();
                if (state.IsHalted)
                    return Task.CompletedTask;
            }

            return next(conn);
        }

        private async Task Finish(HttpContext conn, ConnState state, int at, ValueTask pending)
        {
            await pending.ConfigureAwait(false);
            while (!state.IsHalted && ++at < plugs.Length)
                await plugs[at].Call(conn).ConfigureAwait(false);
            if (!state.IsHalted)
                await next(conn).ConfigureAwait(false);
        }
    }
}
