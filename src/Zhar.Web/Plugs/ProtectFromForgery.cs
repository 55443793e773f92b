using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Refuses requests that change something and do not come from a page of this site.</summary>
internal sealed class ProtectFromForgery(bool clearSession) : IPlug
{
    public ValueTask Call(Conn conn)
    {
        var state = ConnState.Of(conn);
        var request = conn.Request;
        if (CsrfProtection.IsSafe(request.Method))
        {
            // A script with private data in it would run, and be read, in any page that names it.
            if (HttpMethods.IsGet(request.Method) && request.Headers.XRequestedWith != "XMLHttpRequest" && request.Headers["Sec-Fetch-Site"] != "same-origin")
            {
                state.RefusesForeignScripts = true;
                state.Hook(conn);
            }

            return default;
        }

        var session = conn.GetSession();
        if (CsrfProtection.IsValid(session, Field(state)) || CsrfProtection.IsValid(session, request.Headers[CsrfProtection.HeaderName]))
            return default;
        if (!clearSession)
            throw new InvalidCsrfTokenException();
        session.Clear();
        session.Ignore();
        return default;
    }

    private static string? Field(ConnState state) => state.BodyParams?.Raw(CsrfProtection.ParamName) as string;
}

/// <summary>The check of responses that are scripts.</summary>
internal static class CrossOriginScripts
{
    internal static void Check(HttpContext conn)
    {
        var response = conn.Response;
        if (response.ContentType is not { } type || !IsScript(type))
            return;

        // The response is under way, so it cannot be answered anew: it goes out empty and refused.
        ConnState.Of(conn).Endpoint?.Log.Refused(conn.Request.Method, conn.Request.Path.Value ?? "", 403,
            "a script was asked for by another site. A script for your own pages alone is fetched with the header x-requested-with: XMLHttpRequest; one for everybody belongs behind a pipeline without ProtectFromForgery.");
        response.StatusCode = StatusCodes.Status403Forbidden;
        response.Headers.Clear();
        response.ContentLength = 0;
    }

    private static bool IsScript(string type) =>
        type.StartsWith("text/javascript", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/javascript", StringComparison.OrdinalIgnoreCase);
}
