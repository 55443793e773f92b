using Zhar.Web;

namespace Zhar.Live;

/// <summary>Reads what the browser sends with an event.</summary>
internal static class EventReader
{
    /// <summary>The event, or <c>null</c> with a reason when it is malformed.</summary>
    internal static LiveEvent? Read(ChannelPush push, out string error)
    {
        error = "";
        try
        {
            var payload = push.Body.ToParams();
            if (payload.Raw("event") is not string name || name.Length == 0)
            {
                error = "'event' is missing";
                return null;
            }

            var type = payload.Raw("type") as string ?? "";
            var raw = payload.Raw("value");
            int? cid = payload.TryGet<int>("cid", out var c) ? c : null;
            var values = raw switch
            {
                string form when type == "form" => Form(form, payload.Raw("meta") as Params),
                Params tree => tree,
                null => Params.Empty,
                _ => Params.Of(("value", raw)),
            };
            return new LiveEvent(name, type, values, raw is string && type == "form" ? values : raw ?? values, cid) { Reply = push.Reply, Uploads = payload.Raw("uploads") as Params };
        }
        catch (ParamsException e)
        {
            error = e.Message;
            return null;
        }
    }

    private static Params Form(string text, Params? meta)
    {
        var form = Params.FromQuery(text);
        if (meta is not null)
            form = form.Merge(meta);
        return form.Raw("_target") is string target ? form.With("_target", Path(target)) : form;
    }

    /// <summary><c>user[name]</c> becomes the list of <c>user</c> and <c>name</c>.</summary>
    private static ParamList Path(string target)
    {
        var path = new ParamList();
        foreach (var part in target.Split('[', ']'))
        {
            if (part.Length > 0)
                path.Add(part);
        }

        return path;
    }
}
