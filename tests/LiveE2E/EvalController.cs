using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Zhar;
using Zhar.Web;

namespace LiveE2E;

/// <summary>Answers scripts beside the pages: the health of the server, and the release of a view that waits at a <see cref="Gate"/>.</summary>
public sealed partial class EvalController(PubSub pubSub) : Controller
{
    public IResult Health(Conn conn) => Text("OK");

    /// <summary>The specs send program text; the one that they send here names a view and the event that it may handle.</summary>
    public IResult Eval(Conn conn, string code)
    {
        if (Release().Match(code) is not { Success: true } release)
            return Text($"Nothing here answers to: {code}", 422);
        pubSub.Broadcast(Gate.Topic(release.Groups["view"].Value), new Gate.Opened(release.Groups["event"].Value));
        return Json(new Nothing());
    }

    [GeneratedRegex("""pid\(0, (?<view>\d+), 0\), \{:sync, "(?<event>[^"]+)"\}""")]
    private static partial Regex Release();
}
