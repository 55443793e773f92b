using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>The parameters of a request, decoded when somebody asks for them.</summary>
internal static class ConnParams
{
    internal static Params All(HttpContext conn)
    {
        var state = ConnState.Of(conn);
        return state.Params ??= Merge(Query(conn), state.BodyParams, Path(conn));
    }

    internal static Params Query(HttpContext conn)
    {
        var state = ConnState.Of(conn);
        if (state.QueryParams is { } known)
            return known;
        var query = conn.Request.QueryString;
        return state.QueryParams = query.HasValue ? Params.FromQuery(query.Value!, Limits(state)) : Params.Empty;
    }

    internal static Params Path(HttpContext conn)
    {
        var state = ConnState.Of(conn);
        if (state.PathParams is { } known)
            return known;
        if (state.PathValues is not { Length: > 0 } values || state.Route is not { } route)
            return Params.Empty;
        var pairs = new (string, object?)[values.Length];
        for (var i = 0; i < values.Length; i++)
            pairs[i] = (route.Pattern.Names[i], values[i]);
        return state.PathParams = Params.Of(pairs);
    }

    private static ParamsLimits Limits(ConnState state) => state.Endpoint?.Options.ParamsLimits ?? ParamsLimits.Default;

    private static Params Merge(Params query, Params? body, Params path)
    {
        var all = body is null || body.Count == 0 ? query : query.Count == 0 ? body : query.Merge(body);
        return all.Count == 0 ? path : all.Merge(path);
    }
}
