using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What the web layer knows of one request beyond ASP.NET Core's own features. Made once for each request; its parts only when they are used.</summary>
internal sealed class ConnState
{
    internal EndpointRuntime? Endpoint { get; set; }

    internal bool IsHalted { get; set; }

    /// <summary>The route that was matched, and the values of its path parameters in the order of its names.</summary>
    internal Route? Route { get; set; }

    internal string[]? PathValues { get; set; }

    internal Params? PathParams { get; set; }

    internal Params? QueryParams { get; set; }

    internal Params? BodyParams { get; set; }

    internal Params? Params { get; set; }

    internal Assigns? Assigns { get; set; }

    internal Dictionary<object, object?>? Private { get; set; }

    /// <summary>The state of a request, made when it has none yet.</summary>
    internal static ConnState Of(HttpContext conn)
    {
        var features = conn.Features;
        if (features.Get<ConnState>() is { } state)
            return state;
        state = new ConnState();
        features.Set(state);
        return state;
    }
}
