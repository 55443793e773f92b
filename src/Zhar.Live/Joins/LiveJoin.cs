using System.Security.Claims;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>Reads and checks what a page sends to join. Source: Phoenix.LiveView.Channel, mount/2.</summary>
internal static class LiveJoin
{
    internal const string Stale = "stale";
    internal const string Unauthorized = "unauthorized";

    /// <summary>The process for a join: the view's, or one that refuses.</summary>
    internal static ChildSpec Child(LiveHost host, ChannelContext channel)
    {
        var socket = Check(host, channel, out var reason);
        if (socket is not null)
        {
            channel.Right = socket.Definition.InlineRight;
            return socket.Definition.Child(socket);
        }

        host.Log.JoinRefused(ConnectedSocket.Shorten(channel.Topic), reason);
        return JoinRefusal.Child(channel, reason);
    }

    private static LiveSocket? Check(LiveHost host, ChannelContext channel, out string reason)
    {
        reason = Stale;
        if (channel.JoinMessage is not { IsBinary: false } message)
            return null;
        Params payload;
        try
        {
            payload = Params.FromJson(message.Payload.Span);
        }
        catch (ParamsException)
        {
            return null;
        }

        var id = channel.Topic["lv:".Length..];
        var info = channel.Socket.Assigns.GetValueOrDefault(LiveEndpoint.InfoKey) as ConnectInfo;
        if (LiveTokens.ReadSession(host, Text(payload, "session")) is not { } token || token.Id != id || info?.Session is not Session connectSession)
            return null;
        var staticText = Text(payload, "static");
        var statics = string.IsNullOrEmpty(staticText) ? null : LiveTokens.ReadStatic(host, staticText);
        if ((!string.IsNullOrEmpty(staticText) && statics is null) || (statics is not null && statics.Id != id))
            return null;

        var (url, target) = (Text(payload, "url"), Text(payload, "redirect"));
        LiveMatch? match = null;
        Uri? uri = null;
        LiveDefinition? definition;
        if (token.LiveSession is not null)
        {
            if (!Uri.TryCreate(target ?? url, UriKind.Absolute, out uri) || !IsHttp(uri) || Match(host, uri) is not { } found)
                return null;

            // A navigation stays inside its live session: crossing the border takes a request, which checks again.
            reason = Unauthorized;
            if (found.Route.Session.Name != token.LiveSession || (target is null && found.Route.Definition.Name != token.View))
                return null;
            (match, definition) = (found, found.Route.Definition);
        }
        else
        {
            definition = host.FindNested(token.View);
            if (definition is null || (token.Parent is { } parent && channel.Socket.Find("lv:" + parent) is not { Phase: ChannelContext.Step.Joined }))
                return null;
        }

        var connect = payload.Raw("params") as Params ?? Params.Empty;
        var mounts = connect.TryGet<int>("_mounts", out var m) ? m : 0;
        var flash = LiveTokens.ReadFlash(host, Text(payload, "flash"));
        if (flash is null && mounts == 0 && target is null && statics?.Flash is { } shown)
            flash = new Flash(shown);
        reason = "";
        return new LiveSocket(host, definition, id)
        {
            Channel = channel,
            User = info.User ?? new ClaimsPrincipal(new ClaimsIdentity()),
            Uri = uri ?? LiveHost.NoUri,
            Params = match?.Params ?? Params.Empty,
            ConnectParams = connect,
            Flash = flash ?? new Flash(),
            Route = match?.Route,
            ParentId = token.Parent,
            RootId = token.Root,
            Session = With(connectSession, token.Session),
            Join = new JoinRequest(message.Ref, target is not null) { Entry = match?.Entry },
        };
    }

    /// <summary>The session of the browser with the values of a token, apart from any request.</summary>
    internal static Session With(Session session, Dictionary<string, string>? more)
    {
        var copy = new Session();
        foreach (var (key, value) in session.All)
            copy.Set(key, value);
        foreach (var (key, value) in more ?? [])
            copy.Put(key, value);
        return copy;
    }

    internal static bool IsHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;

    private static LiveMatch? Match(LiveHost host, Uri uri)
    {
        try
        {
            return host.Match(uri);
        }
        catch (ParamsException)
        {
            return null;
        }
    }

    private static string? Text(Params payload, string key) => payload.Raw(key) as string;
}
