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
            if (HttpMethods.IsGet(request.Method))
                ScriptGuard.Put(conn);
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
