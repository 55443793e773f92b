using Zhar.Data;
using Zhar.Web;

namespace Zhar.Benchmarks.Web.Servers;

internal sealed partial class BenchRepo : Repo;

[Schema("users")]
internal partial record BenchUser
{
    [PrimaryKey] public int Id { get; init; }
    public string Name { get; init; } = "";
    public string Email { get; init; } = "";
    public int Age { get; init; }
}

/// <summary>An application of Zhar with all that a new one has switched on: assets, request ids, telemetry, parsing, sessions.</summary>
internal sealed class BenchApplication : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config) => services.AddRepo<BenchRepo>(config, static options =>
    {
        options.Scheme = "sqlite";
        options.Database = UserDatabase.File;
    });

    protected override SupervisorSpec Start() => Supervisor.OneForOne(BenchRepo.Child(), PubSub.Child(), BenchEndpoint.Child());
}

internal sealed class BenchEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .StaticAssets().RequestId().Telemetry().ParseBody().Session().Socket<BenchSocket>("/socket").Router<BenchRouter>();
}

internal sealed class BenchRouter : Router
{
    private static readonly Pipeline Browser = new(static p => p
        .Accepts("html").FetchSession().FetchFlash().PutRootLayout(BenchHtml.Root).ProtectFromForgery().PutSecureBrowserHeaders());

    private static readonly Pipeline Api = new(static p => p.Accepts("json"));

    protected override void Routes()
    {
        Scope("/", Browser, static s => s.Get("/hello", BenchController.Actions.Hello));
        Scope("/api", Api, static s =>
        {
            s.Get("/hello", HelloController.Actions.Show);
            s.Get("/users", BenchController.Actions.Users);
        });
        Scope("/", static s => s.Get(BenchServer.MemoryPath, static conn => conn.SendBytes(System.Text.Encoding.UTF8.GetBytes($$"""{"heap":{{BenchServer.HeapBytes()}}}"""), "application/json")));
    }
}

/// <summary>Takes no services, as the minimal API's function does.</summary>
internal sealed partial class HelloController : Controller
{
    public IResult Show(Conn conn) => Json(Hello.Make());
}

internal sealed partial class BenchController(BenchRepo repo) : Controller
{
    public IResult Hello(Conn conn)
    {
        conn.PutSession("seen", "1");
        return Render(Hello, HelloModel.Make());
    }

    public async Task<IResult> Users(Conn conn) =>
        Json(new UserList(await repo.All(Query.From<BenchUser>().OrderBy(static u => u.Id).Take(10).Select(static u => new UserRow(u.Id, u.Name, u.Email)))));
}
