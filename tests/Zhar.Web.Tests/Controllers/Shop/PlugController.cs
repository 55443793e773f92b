using Microsoft.AspNetCore.Http;

namespace Zhar.Web.Tests.Controllers.Shop;

public sealed class Mark(string text) : IPlug
{
    public ValueTask Call(Conn conn)
    {
        conn.Assign("marks", conn.Assigns.TryGet<string>("marks", out var before) ? $"{before},{text}" : text);
        return default;
    }
}

public sealed class CountUsers(string name, Users users) : IPlug
{
    public async ValueTask Call(Conn conn) => conn.Assign(name, (await users.List()).Count);
}

public abstract class ShopController : Controller
{
    [Plug]
    protected void First(Conn conn) => conn.Assign("marks", "base");

    protected static void Plugs(PlugBuilder p) => p.Plug(static conn => conn.Assign("shop", "open"));
}

[Plug<Mark>("class")]
[Plug<Mark>("only", Only = [nameof(Two)])]
public sealed partial class PlugController : ShopController, IAsyncDisposable
{
    private bool _loaded;

    public IResult One(Conn conn) => Text($"{conn.Assigns["marks"]} {_loaded}");

    [Plug<Mark>("method")]
    public IResult Two(Conn conn) => Text($"{conn.Assigns["marks"]} {_loaded}");

    [Plug<CountUsers>("users")]
    public IResult Counted(Conn conn) => Text($"{conn.Assigns["users"]}");

    public IResult Listed(Conn conn) => Text($"{conn.Assigns["shop"]} {conn.Assigns["listed"]} {conn.Assigns["marks"]}");

    public IResult Guarded() => Text("inside");

    public IResult Halted() => Text("inside");

    [ScrubParams("user")]
    public IResult Scrubbed(Params user) => Text(user.ToString());

    public ValueTask DisposeAsync()
    {
        Disposed++;
        return default;
    }

    internal static int Disposed { get; private set; }

    private static void Plugs(PlugBuilder p, string action)
    {
        if (action == nameof(Listed))
            p.Plug(new Mark("lost")).Plug(static conn => conn.Assign("listed", conn.Assigns["shop"])).Use(static (conn, next) => conn.QueryParams.Contains("stop") ? conn.SendText("stopped") : next(conn));
    }

    [Plug(Except = [nameof(One)])]
    private async Task Load()
    {
        await Task.Yield();
        _loaded = true;
    }

    [Plug(Only = [nameof(Guarded)])]
    private IResult? Guard(Conn conn) => conn.QueryParams.Contains("key") ? null : Forbidden();

    [Plug(Only = [nameof(Halted)])]
    private async Task Stop(Conn conn)
    {
        await conn.Response.WriteAsync("halted");
        conn.Halt();
    }
}

[ActionFallback<TeapotFallback>]
public sealed partial class FallibleController : Controller
{
    public Result<UserData> Fails() => new Error<UserData>("kettle");
}

public sealed partial class TeapotFallback(Users users) : Controller, IActionFallback
{
    public ValueTask<IResult> Call(Conn conn, Failure failure) => new(Text($"{failure.Reason} {users is not null}", 418));
}
